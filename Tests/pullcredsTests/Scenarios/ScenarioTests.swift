import Foundation
import Testing

/// Clusters with the answers that an experienced operator wants. Tests/Scenarios/README.md has the
/// format.
@Suite struct ScenarioTests {
  private static let directory = Tool.repository.appending(path: "Tests/Scenarios")

  private static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
    .filter { $0.first?.isNumber == true }.sorted()

  @Test func thereAreScenarios() { #expect(Self.names.count >= 276) }

  @Test(arguments: names)
  func scenario(_ name: String) throws {
    let folder = Self.directory.appending(path: name)
    let expected = try Expectation(folder)
    let run = try ScenarioRun(folder, arguments: expected.arguments)
    let complaints = expected.complaints(about: run) + expected.principles.complaints(about: run)
    guard !Self.unmet.contains(String(name.prefix(3))) else {
      return withKnownIssue { for complaint in complaints { Issue.record("\(complaint)") } }
    }
    for complaint in complaints { Issue.record("\(complaint)") }
  }

  /// The numbers of the scenarios whose answer is not right yet.
  private static let unmet: Set<String> = []
}

/// What the command said, as text and as JSON.
struct ScenarioRun {
  let folder: URL
  let status: Int32
  let jsonStatus: Int32
  /// Standard output and error in one line, without what was not examined.
  let text: String
  let json: String
  let findings: [[String: Any]]
  let isAudit: Bool

  init(_ folder: URL, arguments: [String]) throws {
    self.folder = folder
    var environment = ProcessInfo.processInfo.environment
    environment["NO_COLOR"] = "1"
    environment["COLUMNS"] = "100"
    environment["TERM"] = nil
    let page = try Tool.run(
      arguments, input: Data(), directory: folder, environment: environment)
    let data = try Tool.run(
      arguments + ["-o", "json"], input: Data(), directory: folder, environment: environment)
    (status, jsonStatus, json) = (page.status, data.status, data.output)
    let report =
      (try? JSONSerialization.jsonObject(with: Data(data.output.utf8))) as? [String: Any] ?? [:]
    var text = (page.output + "\n" + page.errors).inOneLine
    for thing in report["notExamined"] as? [String] ?? [] {
      text = text.replacingOccurrences(of: thing.inOneLine, with: "")
    }
    self.text = text
    let groups = report["groups"] as? [[String: Any]]
    isAudit = groups != nil
    findings =
      groups?.flatMap { group in
        (group["causes"] as? [[String: Any]] ?? [[:]]).map { cause in
          cause.merging(group.filter { ["code", "severity"].contains($0.key) }) { $1 }
        }
      } ?? report["findings"] as? [[String: Any]] ?? []
  }

  /// `code:severity` of the first finding.
  var first: String? { findings.first.map { "\($0.text("code")):\($0.text("severity"))" } }
}

/// The members of `expect.json`.
private struct Expectation {
  private let members: [String: Any]

  init(_ folder: URL) throws {
    let data = try Data(contentsOf: folder.appending(path: "expect.json"))
    members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func strings(_ name: String) -> [String] { members[name] as? [String] ?? [] }

  var arguments: [String] { strings("args") }

  var principles: Principles { Principles(skipped: Set(strings("skipPrinciples"))) }

  func complaints(about run: ScenarioRun) -> [String] {
    let statuses = members["exit"] as? [Int] ?? [members["exit"] as? Int ?? -1]
    var complaints: [String] = []
    if !statuses.contains(Int(run.status)) { complaints.append("exit \(run.status): \(run.text)") }
    if run.jsonStatus != run.status { complaints.append("-o json exits \(run.jsonStatus)") }
    if run.status != 2 { complaints += self.complaints(aboutFirst: run) }
    let finding = run.findings.first ?? [:]
    let command = finding.text("command")
    let said = "\(finding.text("problem")) \(finding.text("advice")) \(command)".inOneLine
    complaints += missing("must", in: run.text) + present("mustNot", in: run.text)
    complaints += missing("firstMust", in: said)
    complaints += missing("commandMust", in: command) + present("commandMustNot", in: command)
    let codes = run.findings.map { $0.text("code") }
    return complaints
      + strings("mustNotCodes").filter(codes.contains).map { "mustNotCodes: \($0)" }
  }

  private func complaints(aboutFirst run: ScenarioRun) -> [String] {
    let wanted = strings("first")
    guard let finding = run.findings.first else {
      return wanted.isEmpty || wanted.contains("") ? [] : ["no finding, expected \(wanted)"]
    }
    let (code, severity) = (finding.text("code"), finding.text("severity"))
    guard wanted.contains(code) || wanted.contains("*") else {
      return ["first is \(code):\(severity), expected \(wanted)"]
    }
    var complaints: [String] = []
    if let expected = members["severity"] as? String, expected != severity {
      complaints.append("\(code) is \(severity), expected \(expected)")
    }
    let shown = run.text.firstMatch(of: #"\b(?:will fail|may fail|worth knowing): ([a-z0-9-]+)"#)
    if let shown, !run.isAudit, shown[1] != code {
      complaints.append("text begins with \(shown[1]), JSON with \(code)")
    }
    return complaints
  }

  private func missing(_ name: String, in text: String) -> [String] {
    strings(name).filter { text.firstMatch(of: $0) == nil }.map { "\(name): \($0)" }
  }

  private func present(_ name: String, in text: String) -> [String] {
    strings(name).compactMap { pattern in text.firstMatch(of: pattern).map { "\(name): \($0[0])" } }
  }
}
