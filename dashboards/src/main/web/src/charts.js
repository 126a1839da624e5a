// Charts over time of what the page's own report says. Names and colours come from the page.
import { LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { mix } from "./mix.js";
import { series } from "./series.js";

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

for (const [id, option] of Object.entries({ "mix-chart": mix, "series-chart": series })) {
  const figure = document.getElementById(id);
  if (figure) start(figure, option);
}

function start(figure, option) {
  const canvas = figure.querySelector(".canvas");
  const states = [...figure.querySelectorAll("[data-state]")];
  const show = (name) => states.forEach((state) => (state.hidden = state.dataset.state !== name));
  let chart;
  let report;

  const draw = () => {
    chart ??= init(canvas);
    chart.setOption(option(figure, report), true);
  };
  const load = async () => {
    show("loading");
    try {
      const answer = await fetch(figure.dataset.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      report = await answer.json();
      draw();
      show(null);
      figure.dataset.ready = "true";
    } catch (error) {
      console.warn("The series could not be loaded:", error.message);
      show("error");
    }
  };
  figure.querySelector("[data-state=error] button").addEventListener("click", load);
  new ResizeObserver(() => chart?.resize()).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => report && draw());
  load();
}
