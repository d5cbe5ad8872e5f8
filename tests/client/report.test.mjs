import assert from "node:assert/strict";
import { test } from "node:test";

import { csvCell, fileName, toCsv, toJson } from "../../client/report.js";

const SCORES = {
  angry: 0, disgusted: 0, fearful: 0, happy: 0.75, neutral: 0.25, sad: 0, surprised: 0,
};
/** @type {import("../../client/readings.js").Reading[]} */
const READINGS = [
  { timeS: 0, emotion: "HAPPY", confidence: 0.9, expression: "happy", scores: SCORES,
    uncertain: false, reason: null },
  { timeS: 1.0004, emotion: "No face detected", confidence: 0, expression: null, scores: null,
    uncertain: false, reason: "too_dark" },
];
const HEAD =
  "time_s,emotion,confidence,expression,uncertain,reason,score_angry,score_disgusted," +
  "score_fearful,score_happy,score_neutral,score_sad,score_surprised," +
  "voice,voice_opinion,words,agreement,said_by_user,said_by_assistant";
/** @returns {import("../../client/captions.js").Turn} */
const turn = (/** @type {number | null} */ startS, /** @type {string} */ text, role = "user") => ({
  role, text, startS, endS: startS,
});
const csvOf = (readings, turns = [], report = null) => toCsv({ readings, turns, report });

test("the CSV has a head and a row a reading, with CRLF ends", () => {
  assert.equal(
    csvOf(READINGS),
    `${HEAD}\r\n0,HAPPY,0.9,happy,false,,0,0,0,0.75,0.25,0,0,,,,,,\r\n` +
      "1,No face detected,0,,false,too_dark,,,,,,,,,,,,,\r\n",
  );
});

test("a CSV without readings is its head", () => {
  assert.equal(csvOf([]), `${HEAD}\r\n`);
});

test("commas, quotes and line ends are quoted", () => {
  assert.equal(csvCell("a,b"), '"a,b"');
  assert.equal(csvCell('say "hi"'), '"say ""hi"""');
  assert.equal(csvCell("two\nlines"), '"two\nlines"');
  assert.equal(csvCell("plain"), "plain");
});

test("text that a spreadsheet would run is defused", () => {
  assert.equal(csvCell("=1+1"), "'=1+1");
  assert.equal(csvCell("+1"), "'+1");
  assert.equal(csvCell("-1"), "'-1");
  assert.equal(csvCell("@SUM(A1)"), "'@SUM(A1)");
  assert.equal(csvCell("\t=1"), "'\t=1");
  assert.equal(csvCell("\r=1"), "\"'\r=1\"");
  assert.equal(csvCell('=HYPERLINK("http://x","y")'), '"\'=HYPERLINK(""http://x"",""y"")"');
});

test("negative numbers stay numbers", () => {
  assert.equal(csvCell(-0.5), "-0.5");
});

test("what was said stands once, in the row of the moment in which it began, on one line", () => {
  const csv = csvOf(READINGS, [
    turn(0.4, "hola,\nqué tal"), turn(0.9, "bien", "assistant"), turn(7, "=1+1"), turn(8, "adiós"),
  ]);
  const [, first, second] = csv.split("\r\n");
  assert.ok(first?.endsWith(',"hola, qué tal",bien'));
  assert.ok(second?.endsWith(",'=1+1 / adiós,"));
});

test("what was said before the first reading, or without any, is not lost", () => {
  const late = READINGS.slice(1);
  assert.match(csvOf(late, [turn(null, "hola")]), /too_dark.*,hola,\r\n$/);
  const [, only] = csvOf([], [turn(3, "hola"), turn(4, "dime", "assistant")]).split("\r\n");
  assert.equal(only, `${",".repeat(17)}hola,dime`);
});

test("each row has what the other sources read at its moment", () => {
  const fusion = {
    agreementShare: 0,
    entries: [{
      startS: 1, endS: 2, agreement: "disagree",
      names: { face: null, voice: "sad", opinion: "happy", words: "joy" },
    }],
  };
  const report = { type: "report", timeline: [], stats: {}, privacy: null, more: {}, fusion };
  const [, first, second] = csvOf(READINGS, [], report).split("\r\n");
  assert.ok(first?.endsWith(",0,0,,,,,,"));
  assert.ok(second?.endsWith(",sad,happy,joy,disagree,,"));
});

test("a reason made by a hostile server cannot become a formula in the file", () => {
  const [first] = READINGS;
  assert.ok(first);
  const csv = csvOf([{ ...first, reason: "=cmd|' /C calc'!A0" }]);
  assert.ok(csv.includes(",'=cmd|"));
});

test("the JSON holds what the server reported, and the person's own words", () => {
  const timeline = [{ time_s: 0, emotion: "HAPPY", extra: 1 }];
  const more = { voice: [], trend: { trend: "stable" }, fusion: { timeline: [] } };
  const json = toJson({
    started: { type: "started", session_id: "ab12", duration_s: 30, emotions: [], sources: [],
      model: { name: "face", version: "2" }, scenario: null, remember: null },
    startedAt: new Date(Date.UTC(2026, 10, 22, 9, 5, 7)),
    context: "mi «trabajo»",
    readings: READINGS,
    turns: [turn(1, "hola")],
    advice: [],
    complaints: [],
    analysis: { type: "analysis", done: true, source: "local", model: null, text: "Hola" },
    report: { type: "report", timeline, stats: { changes: 0 }, privacy: null, more, fusion: null },
  });
  assert.deepEqual(JSON.parse(json), {
    session_id: "ab12",
    started_at: "2026-11-22T09:05:07.000Z",
    duration_s: 30,
    model: { name: "face", version: "2" },
    context: "mi «trabajo»",
    analysis: { source: "local", model: null, text: "Hola" },
    privacy: null,
    stats: { changes: 0 },
    timeline,
    transcript: [{ role: "user", text: "hola", start_s: 1, end_s: 1 }],
    ...more,
  });
});

test("without a report the JSON keeps the readings that arrived", () => {
  const json = toJson({
    started: { type: "started", session_id: "ab12", duration_s: 30, emotions: [], sources: [],
      model: null, scenario: null, remember: null },
    startedAt: new Date(0),
    context: "",
    readings: READINGS,
    turns: [],
    advice: [],
    complaints: [],
    analysis: null,
    report: null,
  });
  assert.equal(JSON.parse(json).timeline.length, READINGS.length);
});

test("file names have nothing that a file system refuses", () => {
  const name = fileName(new Date(Date.UTC(2026, 10, 22, 9, 5, 7)), "csv");
  assert.equal(name, "emochat-2026-11-22T09-05-07Z.csv");
});
