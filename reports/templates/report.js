"use strict";
// Saves the data that the page carries; without scripts the button stays hidden.
const button = document.getElementById("save");
button.hidden = false;
button.addEventListener("click", () => {
  const text = document.getElementById("data").textContent;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = button.dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
});
