/* The form of a checklist counts its ticks; a mandatory question is ticked as asked. Without scripts the server counts. */
(function () {
  "use strict";
  document.querySelectorAll("[data-picks]").forEach(function (form) {
    var least = Number(form.dataset.least), most = Number(form.dataset.most);
    var beside = form.querySelector("[data-beside]");
    function count() {
      var picked = form.querySelectorAll("[name=criteria]:checked").length;
      form.querySelector("[data-picked]").textContent = picked;
      form.querySelector("[data-marked]").textContent = form.querySelectorAll("[name=mandatory]:checked").length;
      beside.hidden = !most || picked === 0 || (picked >= least && picked <= most);
    }
    form.addEventListener("change", function (event) {
      if (event.target.name === "mandatory" && event.target.checked) {
        document.getElementById(event.target.id.replace("must", "pick")).checked = true;
      }
      count();
    });
    count();
  });
})();
