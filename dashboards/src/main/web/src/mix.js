// The mix over time: a stacked area of what the page's own report says. Names and colours come from the page.
import { LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

const figure = document.getElementById("mix-chart");
if (figure) start(figure);

function start(figure) {
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

/** The series in the legend's order; what the legend does not name is summed up as the rest. */
function series(figure, report) {
  const { key, measure, scale } = figure.dataset;
  const field = measure === "value" ? "valuePoints" : "points";
  const periods = [...new Set(report.rows.map((row) => row.period))].sort();
  const entries = [...document.querySelectorAll("#mix-legend [data-key]")].map((element) => ({
    key: element.dataset.key,
    colour: element.dataset.colour,
    name: element.querySelector(".label").textContent,
    values: periods.map(() => 0),
  }));
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const totals = periods.map(() => 0);
  for (const row of report.rows) {
    const at = periods.indexOf(row.period);
    const entry = byKey.get(row[key] ?? "") ?? byKey.get("");
    const value = Number(row[field]);
    totals[at] += value;
    if (entry) entry.values[at] += value;
  }
  if (scale === "share") {
    for (const entry of entries) {
      entry.values = entry.values.map((value, at) => (totals[at] ? (100 * value) / totals[at] : 0));
    }
  }
  return { periods, entries, totals };
}

function option(figure, report) {
  const { measure, scale, lang, total } = figure.dataset;
  const { periods, entries, totals } = series(figure, report);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const share = scale === "share";
  const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const text = (value) => (share ? `${percent.format(value)}%` : whole.format(value));
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: 14, bottom: 4, containLabel: true },
    xAxis: {
      type: "category",
      data: periods,
      boundaryGap: false,
      axisLine: { lineStyle: { color: colour("line-strong") } },
      axisTick: { show: false },
      axisLabel: { color: colour("ink-3"), hideOverlap: true },
    },
    yAxis: {
      type: "value",
      max: share ? 100 : undefined,
      splitLine: { lineStyle: { color: colour("line") } },
      axisLabel: { color: colour("ink-3"), formatter: (value) => (share ? `${value}%` : whole.format(value)) },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      backgroundColor: colour("surface"),
      borderColor: colour("line-strong"),
      textStyle: { color: colour("ink"), fontSize: 12 },
      axisPointer: { lineStyle: { color: colour("ink-3") } },
      // Elements, not markup: the content-security policy allows no inline style, and no name can become a tag.
      formatter: (points) => readout(points, entries, text, share ? null : [total, text(totals[points[0].dataIndex])]),
    },
    series: entries.map((entry) => ({
      type: "line",
      name: entry.name,
      stack: "all",
      data: entry.values,
      symbol: "circle",
      symbolSize: periods.length === 1 ? 8 : 0,
      showSymbol: periods.length === 1,
      lineStyle: { width: 1, color: colour(`c-${entry.colour}`) },
      itemStyle: { color: colour(`c-${entry.colour}`) },
      areaStyle: { color: colour(`c-${entry.colour}`), opacity: 0.78 },
      emphasis: { disabled: true },
    })),
  };
}

function readout(points, entries, text, sum) {
  const box = document.createElement("div");
  box.className = "readout";
  const head = document.createElement("strong");
  head.textContent = points[0].axisValue;
  const table = document.createElement("table");
  for (const point of points.toReversed()) {
    const row = table.insertRow();
    row.className = `k-${entries[point.seriesIndex].colour}`;
    const name = row.insertCell();
    const swatch = document.createElement("span");
    swatch.className = "swatch";
    name.append(swatch, point.seriesName);
    row.insertCell().textContent = text(point.value);
  }
  if (sum) {
    const row = table.insertRow();
    row.className = "sum";
    sum.forEach((cell) => (row.insertCell().textContent = cell));
  }
  box.append(head, table);
  return box;
}
