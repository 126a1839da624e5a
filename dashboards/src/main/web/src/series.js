// A report that has a row for each period: above what there is at its end, stacked; below what moved in it.
import { font, legendEntry, line, readout, timeAxis, tooltip, valueAxis, wholeNumbers } from "./look.js";

export function series(figure, report) {
  const { key, lang } = figure.dataset;
  const whole = wholeNumbers(lang);
  const periods = report.rows.map((row) => row[key]);
  const entries = [...document.querySelectorAll("#series-legend [data-series]")].map((element) => ({
    ...legendEntry(element, periods),
    isStock: element.dataset.stock === "true",
    values: report.rows.map((row) => row[element.dataset.series]),
  }));
  const format = (value) => whole.format(value);
  return {
    animation: false,
    textStyle: font(),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    grid: [
      { left: 8, right: 16, top: 14, height: "48%", containLabel: true },
      { left: 8, right: 16, bottom: 4, height: "36%", containLabel: true },
    ],
    xAxis: [0, 1].map((gridIndex) => ({ ...timeAxis(periods), gridIndex })),
    yAxis: [0, 1].map((gridIndex) => ({ ...valueAxis(format), gridIndex })),
    tooltip: tooltip((points) => readout(points, entries, format, null)),
    series: entries.map((entry) => ({
      ...line(entry, periods, entry.isStock ? "stock" : undefined),
      xAxisIndex: entry.isStock ? 0 : 1,
      yAxisIndex: entry.isStock ? 0 : 1,
    })),
  };
}
