// Markdown from elsewhere (R27): D04 links, D05 pictures, D07 names that clobber, W31 what a text
// may embed.
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { PAYLOADS } from "../../tests/payloads";
import { replaceTransport } from "../backend/transport";
import Prose from "./Prose";

afterEach(() => cleanup());

function show(text: string): HTMLElement {
  const { container } = render(
    <MantineProvider>
      <Prose text={text} />
    </MantineProvider>,
  );
  return container;
}

const SCHEMES = [
  "javascript:alert(1)",
  "JaVaScript:alert(1)",
  "javascript&#58;alert(1)",
  "&#106;avascript:alert(1)",
  "java%0ascript:alert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:image/svg+xml;base64,PHN2Zz4=",
  "file:///etc/passwd",
  "smb://t.example/share",
  "blob:http://t.example/1",
  "ms-msdt:/id",
  "mailto:a@t.example",
  "//t.example/x",
  "\\\\t.example\\share",
  "/settings",
  "#body",
];

it("d04 makes links of http and https alone", () => {
  for (const address of SCHEMES) {
    const page = show(`[words](<${address}>) [ref][1] <${address}>\n\n[1]: <${address}> "title"\n`);
    expect(page.querySelectorAll("a"), address).toHaveLength(0);
    expect(page.querySelectorAll("[href],[src],[action]"), address).toHaveLength(0);
    expect(page.textContent, address).toContain("words");
    cleanup();
  }
});

it("d04 r29 asks before it leaves and passes on the address as parsed", () => {
  const opened: string[] = [];
  replaceTransport({
    kind: "browser",
    pick: null,
    listenDrops: null,
    named: null,
    listenClose: null,
    listen: () => () => {},
    openLink: (address) => opened.push(address),
    setTitle: () => {},
    call: () => Promise.reject(new Error("nothing is asked")),
  });
  show("[bank](https://BANK.example/%0a<x>?a=1)");
  const link = screen.getByRole("link", { name: "bank" });
  const address = new URL("https://BANK.example/%0a%3Cx%3E?a=1").href;
  expect(link.getAttribute("href")).toBe(address);
  fireEvent.click(link);
  expect(opened).toEqual([]);
  expect(screen.getByText(address)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /^Open/ }));
  expect(opened).toEqual([address]);
});

it("d05 w31 names pictures and loads none, whatever they are", () => {
  for (const address of [
    "http://t.example/p.png",
    "https://t.example/p.svg?beacon=1",
    "//t.example/p.png",
    "p.png",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,iVBORw0KGgo=",
    "file:///etc/passwd",
    "javascript:alert(1)",
  ]) {
    const page = show(`![map](<${address}>) ![by name][p]\n\n[p]: <${address}>\n`);
    expect(page.querySelector("img,picture,source,object,embed,video,audio"), address).toBeNull();
    expect(page.querySelector("[src],[srcset],[background],[poster],[style]"), address).toBeNull();
    expect(page.textContent).toContain("map");
    cleanup();
  }
});

it("d07 gives nothing a name that scripts or links could take for another", () => {
  const page = show(
    [
      "# body",
      "<div id=body name=getElementById>x</div>",
      "## constructor {#location}",
      '<form name="document"><input id="cookie"></form>',
      "note[^body]",
      "[^body]: <a id=top name=self>foot</a>",
      "- [x] done",
      "| a | b |",
      "|--|--|",
      "| <b id=x>1</b> | 2 |",
    ].join("\n\n"),
  );
  for (const element of page.querySelectorAll("*")) {
    expect(element.getAttribute("name"), element.tagName).toBeNull();
    expect(element.id, element.tagName).toBe("");
  }
  expect(page.querySelector("form,input")).toBeNull();
  expect(page.textContent).toContain("<div id=body name=getElementById>");
});

it("r27 p24 d20 never makes elements of hostile texts", () => {
  const allowed =
    /^(a|blockquote|br|code|del|em|h[2-6]|hr|li|ol|p|pre|span|strong|sup|svg|path|table|tbody|td|th|thead|tr|ul)$/;
  const refused = /^(on.*|src.*|style|id|name|href|action|form.*|xlink.*|data|background)$/;
  for (const payload of PAYLOADS) {
    const { container } = render(
      <Prose
        text={[
          payload,
          `# ${payload}`,
          `- ${payload}`,
          `> ${payload}`,
          `| ${payload} |\n|--|`,
        ].join("\n\n")}
      />,
    );
    for (const element of container.querySelectorAll("*")) {
      expect(element.tagName.toLowerCase(), payload).toMatch(allowed);
      for (const { name, value } of element.attributes) {
        const isLink = name === "href" && /^https?:\/\//.test(value);
        expect(isLink || !refused.test(name), `${name}=${value} of ${payload}`).toBe(true);
      }
    }
    cleanup();
  }
}, 60_000);
