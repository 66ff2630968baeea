// Texts that must stay texts (P24): names, values and titles as somebody hostile would choose them.

const BASES = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "</title><script>alert(1)</script>",
  "</textarea><svg/onload=alert(1)>",
  '"><iframe src="javascript:alert(1)"></iframe>',
  "'><body onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
  '<math href="javascript:alert(1)">x</math>',
  "<a href=javascript:alert(1)>x</a>",
  "<style>*{background:url(http://t.example/x)}</style>",
  "<link rel=stylesheet href=http://t.example/x.css>",
  "<meta http-equiv=refresh content=0;url=http://t.example>",
  "<base href=http://t.example/>",
  "<form action=http://t.example><input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<!--<img src=x onerror=alert(1)>-->",
  "&lt;img src=x onerror=alert(1)&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "&amp;lt;b&amp;gt;",
  "{{7*7}}",
  "{{constructor.constructor('alert(1)')()}}",
  "$" + "{alert(1)}",
  "#{7*7}",
  "<%= 7*7 %>",
  "$t(common.null)",
  "$t(chart.title, {})",
  "{a}: {b} {c} {d}",
  "{year|2026}",
  "{@value}{@[1]}",
  "%{name} %s %d %n",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "toString",
  "id=body",
  "\\u003cscript\\u003e",
  "\\x3cimg src=x\\x3e",
  "=HYPERLINK(1)",
];

/** Every payload as it is, behind a quote, and in the middle of words. */
export const PAYLOADS: readonly string[] = BASES.flatMap((base) => [
  base,
  `x">${base}`,
  `net ${base} amount`,
]);

/** The elements of a tree with the names of their attributes: what a text must never change. */
export function skeleton(root: ParentNode): string {
  return [...root.querySelectorAll("*")]
    .map(({ tagName, attributes }) => {
      const names = [...attributes].map(({ name }) => name).sort();
      return `${tagName.toLowerCase()}[${names.join(",")}]`;
    })
    .join(" ");
}
