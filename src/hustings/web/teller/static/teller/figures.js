// Adds the figures up as they are typed; the page says the same without it, on the next page.

const line = document.querySelector("[data-figures]");
const boxes = Array.from(document.querySelectorAll("[data-figure]"));

function told() {
  const sum = boxes.reduce((total, box) => total + (/^\d{1,7}$/.test(box.value.trim()) ? Number(box.value) : 0), 0);
  const present = line.dataset.present === "" ? null : Number(line.dataset.present);
  let words = line.dataset.wordsSum;
  if (present !== null) words = sum > present ? line.dataset.wordsOver : line.dataset.wordsRest;
  return words
    .replace("{sum}", String(sum))
    .replace("{present}", String(present))
    .replace("{rest}", String(present - sum))
    .replace("{over}", String(sum - present));
}

if (line && boxes.length) {
  const show = () => { line.querySelector("output").textContent = told(); };
  boxes.forEach((box) => box.addEventListener("input", show));
  line.hidden = false;
  show();
}
