(() => {
  const tip = document.getElementById("tip");
  const show = (mark) => {
    tip.textContent = mark.getAttribute("data-say");
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const left = at.left + at.width / 2 - tip.offsetWidth / 2;
    const above = at.top - tip.offsetHeight - 8;
    tip.style.left = Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = (above < 8 ? Math.min(at.bottom + 8, innerHeight - tip.offsetHeight - 8) : above) + "px";
  };
  const follow = (event) => {
    const mark = event.target instanceof Element ? event.target.closest("[data-say]") : null;
    if (mark) {
      show(mark);
    } else {
      tip.hidden = true;
    }
  };
  const move = (event) => {
    if (event.key === "Escape") {
      tip.hidden = true;
      return;
    }
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const mark = event.target instanceof Element ? event.target.closest(".spots [data-say]") : null;
    if (!mark || !(event.key in steps)) {
      return;
    }
    const marks = [...mark.parentElement.children];
    const next = marks[marks.indexOf(mark) + steps[event.key]];
    if (next) {
      event.preventDefault();
      mark.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  };
  addEventListener("pointerover", follow);
  addEventListener("focusin", follow);
  addEventListener("keydown", move);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
})();
