import Foundation
import Testing

/// The manifests of an ordinary guide, in YAML as the guide has them and as JSON: whatever the command
/// says of them is the same, but for places.
@Suite struct GuideManifestTests {
  /// What goes wrong most often when a guide is followed, as a change of one text that is in both files.
  enum Mistake: CaseIterable {
    case none, misspelledSecret, otherNamespace, wrongType, lateRefresh, capitalsInImage

    func make(in text: String) -> String {
      switch self {
      case .none: text
      case .misspelledSecret:
        text.replacing(#/(name"?: "?ghcr-credential)s("?,?\s+"?namespace)/#) {
          "\($0.output.1)\($0.output.2)"
        }
      case .otherNamespace:
        text.replacing(#/(name"?: "?ghcr-credentials"?,?\s+"?namespace"?: "?)shop/#) {
          "\($0.output.1)platform"
        }
      case .wrongType: text.replacing("kubernetes.io/dockerconfigjson", with: "Opaque")
      case .lateRefresh: text.replacing(#/(refreshInterval"?: "?)6h/#) { "\($0.output.1)24h" }
      case .capitalsInImage: text.replacing("acme/report:2.0", with: "Acme/report:2.0")
      }
    }

    /// The codes that `check` finds.
    var codes: Set<String> {
      switch self {
      case .none: []
      case .misspelledSecret: ["secret-missing"]
      case .otherNamespace: ["other-namespace"]
      case .wrongType: ["external-secret-type", "wrong-secret-type"]
      case .lateRefresh: ["external-secret-refresh"]
      case .capitalsInImage: ["invalid-image-name"]
      }
    }
  }

  /// The guide with a mistake, once in each format.
  private func files(_ mistake: Mistake) throws -> FileTree {
    var files: [String: String] = [:]
    for name in ["guide.yaml", "guide.json"] {
      let text = try String(
        contentsOf: Tool.repository.appending(path: "Tests/Manifests/\(name)"), encoding: .utf8)
      let changed = mistake.make(in: text)
      #expect((changed == text) == (mistake == .none), "\(name)")
      files["\(name.suffix(4))/guide.\(name.suffix(4))"] = changed
    }
    return try FileTree(files)
  }

  private func isSame(
    _ mistake: Mistake, _ arguments: String..., leavingOut places: Regex<Substring>? = nil
  ) throws -> [Tool.Result] {
    let tree = try files(mistake)
    let results = try ["yaml", "json"].map { format in
      let words = arguments.map { $0.replacing("GUIDE", with: "\(format)/guide.\(format)") }
      let result = try Tool.run(words, input: Data(), directory: tree.root)
      let output = places.map { result.output.replacing($0, with: "PLACE") } ?? result.output
      return Tool.Result(
        status: result.status, output: output.replacing("guide.\(format)", with: "guide"),
        errors: result.errors)
    }
    #expect(results[0] == results[1])
    #expect(results[0].status != 2, "\(results[0].errors)")
    return results
  }

  private static let time = "2026-11-20T09:00:00Z"

  @Test("explain", arguments: Mistake.allCases, ["text", "json"])
  func explain(mistake: Mistake, format: String) throws {
    for subject in ["pod/two-registries", "deployment/payments", "cronjob/report"] {
      let results = try isSame(
        mistake, "explain", subject, "-f", "GUIDE", "-o", format, "--at", Self.time)
      #expect(results[0].output.contains("shop"))
    }
  }

  @Test("audit", arguments: Mistake.allCases, ["text", "json"])
  func audit(mistake: Mistake, format: String) throws {
    let results = try isSame(mistake, "audit", "-f", "GUIDE", "-o", format, "--at", Self.time)
    #expect(results[0].output.contains("Docs/Findings.md") || format == "json")
  }

  @Test("check", arguments: Mistake.allCases)
  func check(mistake: Mistake) throws {
    // What goes with the file: its name, lines, columns, and fingerprints, which are made of the name.
    let places: [(format: String, pattern: Regex<Substring>)] = [
      ("text", #/(?:yaml|json)/guide\.(?:yaml|json):\d+:\d+/#),
      ("json", #/"(?:file|line|column|fingerprint)": [^\n]*/#),
      ("sarif", #/"(?:uri|startLine|startColumn|pullcreds/v1)": [^\n]*/#),
      ("github", #/file=[^,]*,line=\d+,col=\d+/#),
    ]
    for (format, pattern) in places {
      let results = try isSame(
        mistake, "check", "GUIDE", "-o", format, "--at", Self.time, leavingOut: pattern)
      #expect(results[0].status == (mistake == .none ? 0 : 1))
      for code in mistake.codes { #expect(results[0].output.contains(code)) }
    }
  }
}
