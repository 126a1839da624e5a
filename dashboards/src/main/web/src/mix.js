// The mix over time: a stacked area by category or rule.
import { font, legendEntry, line, readout, timeAxis, tooltip, valueAxis, wholeNumbers } from "./look.js";

/** The series in the legend's order; what the legend does not name is summed up as the rest. */
function series(figure, report) {
  const { key, measure, scale } = figure.dataset;
  const field = measure === "value" ? "valuePoints" : "points";
  const periods = [...new Set(report.rows.map((row) => row.period))].sort();
  const entries = [...document.querySelectorAll("#mix-legend [data-key]")].map((element) => ({
    key: element.dataset.key,
    ...legendEntry(element, periods),
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

export function mix(figure, report) {
  const { scale, lang, total } = figure.dataset;
  const { periods, entries, totals } = series(figure, report);
  const share = scale === "share";
  const whole = wholeNumbers(lang);
  const percent = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const text = (value) => (share ? `${percent.format(value)}%` : whole.format(value));
  return {
    animation: false,
    textStyle: font(),
    grid: { left: 8, right: 16, top: 14, bottom: 4, containLabel: true },
    xAxis: timeAxis(periods),
    yAxis: { ...valueAxis((value) => (share ? `${value}%` : whole.format(value))), max: share ? 100 : undefined },
    tooltip: tooltip((points) => readout(points, entries, text, share ? null : [total, text(totals[points[0].dataIndex])])),
    series: entries.map((entry) => line(entry, periods, "all")),
  };
}
