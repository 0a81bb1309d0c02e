import Foundation
import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing
@testable import pullcreds

@Suite struct ExplainCommandTests {
  private static let example = "Docs/Examples/explain/expired-ecr.json"

  @Test func theClockIsAnOption() throws {
    let early = try Tool.run(
      "explain", "-f", Self.example, "--deployment", "payment-api", "--at", "2026-11-20T08:05:11Z")
    #expect(early.output.contains("worth knowing: expires-soon"))
    let late = try Tool.run(
      "explain", "-f", Self.example, "--deployment", "payment-api", "--at=2026-11-20T08:05:12Z")
    #expect(late.output.contains("will fail: expired-ecr"))
    #expect(late.status == 1)
  }

  @Test func aTimeIsRFC3339() throws {
    let result = try Tool.run("explain", "-f", Self.example, "--at", "yesterday")
    #expect(result.status == 2)
    #expect(
      result.errors == """
        pullcreds: --at takes a time, such as 2025-01-31T08:00:00Z
          Run: pullcreds explain --help

        """)
  }

  @Test func anOperandNamesTheSubject() throws {
    let result = try Tool.run("explain", "deploy/payment-api", "-f", Self.example)
    #expect(result.output.hasPrefix("Deployment payments/payment-api\n"))
    let two = try Tool.run("explain", "deploy/payment-api", "nginx", "-f", Self.example)
    #expect(two.status == 2)
    #expect(two.errors.hasPrefix("pullcreds: argument 3 is not expected here; "))
  }

  @Test(arguments: ["40", "80", "120", "0", "x"])
  func theWidthFollowsTheTerminal(_ columns: String) throws {
    let result = try Tool.run(
      ["explain", "deploy/payment-api", "-f", Self.example, "--at", "2026-11-20T09:05:12Z"],
      input: Data(), environment: ["COLUMNS": columns])
    let width = Int(columns).flatMap { $0 > 0 ? $0 : nil } ?? 80
    let lines = result.output.split(separator: "\n")
    let prose = lines.filter {
      !$0.contains("kubectl") && !$0.contains("amazonaws") && !$0.contains("--")
    }
    #expect(prose.allSatisfy { $0.count <= width })
    #expect(prose.contains { $0.count > 80 } == (width > 80))
  }

  @Test func theExitStatusFollowsTheFindings() throws {
    let fine = try Tool.run(
      "explain", "-f", "Docs/Examples/explain/two-registries.json", "--deployment", "ledger",
      "--at", "2026-11-20T09:05:12Z")
    #expect(fine.status == 0)
    #expect(fine.output.contains("\nNothing wrong was found.\n\nWhat the kubelet does\n"))
  }
}

/// The recorded outputs in Docs/Examples/explain show whole reports; here are the corners.
@Suite struct ExplainReportTests {
  private func report(_ texts: String..., only: [String] = []) throws -> ExplainReport {
    let objects = try KubernetesObjects(json: Manifest.list(texts.joined(separator: ",")))
    let pod = try #require(objects.pods.first)
    let now = try #require(Timestamp("2026-11-20T09:00:00Z"))
    return ExplainReport(
      objects.resolve(pod, merging: .admission), in: Cluster(objects),
      only: try only.map { try ImageReference($0) },
      at: now)
  }

  private func config(_ keys: [String]) -> String {
    let entries = keys.map { #""\#($0)":{"username":"u","password":"hunter2"}"# }
    return #"{"auths":{\#(entries.joined(separator: ","))}}"#
  }

  /// The lines about lists, Secrets and images.
  private func ladder(_ report: ExplainReport) -> [String] {
    report.text.text.split(separator: "\n").map(String.init)
      .drop { $0 != "What the kubelet does" }.dropFirst()
      .prefix { $0 != "Not examined" }.map(\.self)
  }

  @Test func theServiceAccountsSecretsStandBelowIt() throws {
    let report = try report(
      Manifest.pod("web", images: ["r.example/app"]),
      Manifest.account("default", secrets: ["a", "gone"]),
      Manifest.secret("a", config: config(["r.example/app", "r.example", "q.example"])))
    #expect(
      ladder(report) == [
        "✗ imagePullSecrets of the Pod: empty",
        "✓ imagePullSecrets of ServiceAccount default: copied to the Pod, whose own list",
        "  is empty",
        "  ✓ Secret a: 3 registry keys",
        "  ✗ Secret gone: not in this namespace",
        "container c0",
        "  r.example/app",
        "  ✓ key r.example/app of Secret a: matches, tried as number 1 (user u)",
        "  ✓ key r.example of Secret a: matches, tried as number 2 (user u)",
        "  – key q.example of Secret a: is for another host",
      ])
    #expect(report.status == .success)
  }

  @Test func manyKeysThatDoNotMatchAreCounted() throws {
    let keys = (0..<12).map { "k\($0).example" }
    let report = try report(
      Manifest.pod("web", secrets: ["a"], images: ["r.example/app"]),
      Manifest.secret("a", config: config(keys)))
    let lines = ladder(report)
    #expect(lines.count { $0.hasSuffix("is for another host") } == 10)
    #expect(lines.contains("  ✗ and 2 more that do not match"))
    #expect(report.status == .negative)
  }

  @Test func aRefusalIsSaidOfEachImage() throws {
    let report = try report(
      Manifest.pod("web", secrets: ["bad", "a"], images: ["r.example/app", "App"]),
      Manifest.secret("bad", config: "{"), Manifest.secret("a", config: config(["r.example"])))
    #expect(
      ladder(report).prefix(3) == [
        "✓ imagePullSecrets of the Pod: 2 items",
        "  ✗ Secret bad: is malformed: line 1, column 2: the text ends inside a value",
        "  ✗ Secret a: not reached, since a Secret before it is malformed",
      ])
    #expect(report.text.text.contains("  ✗ refused: the kubelet does not even try to pull it\n"))
    #expect(report.text.text.contains("  App\n  ✗ not an image reference: "))
  }

  @Test func aWantedImageIsTheOnlyOne() throws {
    let report = try report(
      Manifest.pod("web", secrets: ["a"], images: ["r.example/app"]),
      Manifest.secret("a", config: config(["r.example"])), only: ["r.example:5000/app"])
    #expect(report.images.map(\.asWritten) == ["r.example:5000/app"])
    #expect(report.findings.map(\.code) == [.registryMismatch])
  }

  @Test func neitherFormShowsAPassword() throws {
    let report = try report(
      Manifest.pod("web", secrets: ["a"], images: ["r.example/app", "q.example/app"]),
      Manifest.secret("a", config: config(["r.example", "me:hunter2@q.example:1"])))
    #expect(!report.text.text.contains("hunter2"))
    #expect(!report.json.text.contains("hunter2"))
  }

  @Test func theJSONHasTheDocumentedMembers() throws {
    let report = try report(
      Manifest.pod("web", secrets: ["a"], images: ["r.example/app"]),
      Manifest.secret("a", config: config(["r.example:5000"])))
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(report.json.text.utf8)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "at", "subject", "merge", "serviceAccount", "pullSecrets", "refusal", "images", "findings",
        "notExamined",
      ])
    let findings = try #require(json["findings"] as? [[String: Any]])
    #expect(
      Set(findings[0].keys) == [
        "code", "severity", "images", "objects", "messages", "problem", "advice", "command",
      ])
    #expect(findings[0]["severity"] as? String == "mayFail")
  }

  @Test func theRecordedOutputsFitOn80Columns() throws {
    let directory = Tool.repository.appending(path: "Docs/Examples")
    let files = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix(".txt") && !$0.hasSuffix("-json.txt") }
    #expect(files.count >= 8)
    for file in files {
      let text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
      for line in text.split(separator: "\n").dropFirst() {
        // A URL that the cluster names is not broken.
        #expect(line.count <= 80 || line.split(separator: " ").count == 1, "\(file)")
      }
    }
  }

  @Test func itemsThatNameNothing() throws {
    let pod = Manifest.pod("web", images: ["r.example/app"])
      .replacing(#""imagePullSecrets":[]"#, with: #""imagePullSecrets":["a",{"name":""},7]"#)
    let report = try report(pod)
    #expect(
      ladder(report).prefix(4) == [
        "✓ imagePullSecrets of the Pod: 3 items",
        "  ✗ imagePullSecrets[0] of the Pod: is a plain string; write `- name: a`",
        "  ✗ imagePullSecrets[1] of the Pod: names no Secret",
        "  ✗ imagePullSecrets[2] of the Pod: is no object; write `- name: SECRET`",
      ])
  }

  @Test func aPodWithoutImages() throws {
    let report = try report(Manifest.pod("web", images: []))
    #expect(report.status == .negative)
    #expect(report.text.text.contains("\n\nThere are no images.\n\nNot examined\n"))
  }
}
