import Foundation
import Testing

/// The output of `check -o sarif`, against the rules of the published schema of SARIF 2.1.0 for the members
/// that are written, and against what code scanning services ask for.
@Suite struct SARIFTests {
  /// Files with findings of each severity, accepted ones, errors and skipped files; with names that a URI
  /// has to escape.
  private static let files = [
    "deploy/a b/wéb.yaml": """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        spec:
          imagePullSecrets:
          - name: elsewhere
          - regcred
          # pullcreds:ignore malformed-reference kept for the old cluster
          - regcred-2
          containers:
          - {name: app, image: "ghcr.io/acme/web:1"}

    """,
    "deploy/account.yaml": """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: default, namespace: other}
    imagePullSecrets: [{name: elsewhere}, {name: unused}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: elsewhere, namespace: other}
    type: kubernetes.io/dockerconfigjson
    stringData: {.dockerconfigjson: '{"auths":{"ghcr.io":{"auth":"dTpw"}}}'}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: unused, namespace: other}
    type: kubernetes.io/dockerconfigjson
    stringData: {.dockerconfigjson: '{"auths":{"quay.io":{"auth":"dTpw"}}}'}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: p, namespace: other}
    spec: {containers: [{name: a, image: ghcr.io/acme/p}]}

    """,
    "deploy/broken?.yaml": "apiVersion: v1\nkind: Pod\n\tmetadata: {}\n",
    "deploy/twice.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nmetadata: {name: q}\n",
    "deploy/template.yaml": "apiVersion: v1\nkind: {{ .Values.kind }}\n",
  ]

  private func log(
    _ files: [String: String] = files, _ arguments: String...
  ) throws -> [String: Any] {
    let tree = try FileTree(files)
    let result = try Tool.run(
      ["check", "deploy", "-o", "sarif"] + arguments, input: Data(), directory: tree.root)
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func run(_ log: [String: Any]) throws -> [String: Any] {
    try #require((log["runs"] as? [[String: Any]])?.first)
  }

  private func results(_ log: [String: Any]) throws -> [[String: Any]] {
    try #require(try run(log)["results"] as? [[String: Any]])
  }

  @Test("Each member is one of the schema's, of its type, and those that it requires are there")
  func fitsTheSchema() throws {
    #expect(Shape.log.violations(in: try log(), at: "$") == [])
    #expect(Shape.log.violations(in: try log(["deploy/a.yaml": "a: 1\n"]), at: "$") == [])
  }

  @Test("Rules are there once, and each result names its own by code and index")
  func namesRules() throws {
    let run = try run(try log())
    let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
    let rules = try #require(driver?["rules"] as? [[String: Any]]).map { $0["id"] as? String }
    #expect(Set(rules).count == rules.count)
    for result in try #require(run["results"] as? [[String: Any]]) {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules.indices.contains(index) && rules[index] == result["ruleId"] as? String)
    }
    #expect(
      Set(rules) == [
        "malformed-reference", "other-namespace", "service-account-secret-unused", "unreadable",
        "repeated-key",
      ])
  }

  @Test("URIs are relative and escaped, regions begin at 1 or later")
  func namesPlaces() throws {
    let results = try results(try log())
    let uris = try results.map { result -> String in
      let place = try #require(
        (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
      let region = try #require(place["region"] as? [String: Int])
      #expect(region["startLine", default: 0] >= 1 && region["startColumn", default: 0] >= 1)
      return try #require((place["artifactLocation"] as? [String: Any])?["uri"] as? String)
    }
    #expect(
      Set(uris) == [
        "deploy/a%20b/w%C3%A9b.yaml", "deploy/account.yaml", "deploy/broken%3F.yaml",
        "deploy/twice.yaml",
      ])
    // Columns count characters: of the accepted item in the file with an umlaut in its name.
    #expect(results.contains { ($0["suppressions"] as? [[String: Any]])?.isEmpty == false })
  }

  @Test("A suppressed result has the comment's reason") func showsSuppressions() throws {
    let suppressions = try results(try log()).compactMap {
      $0["suppressions"] as? [[String: String]]
    }
    #expect(
      suppressions == [[["kind": "inSource", "justification": "kept for the old cluster"]]])
  }

  @Test("A fingerprint is one result's, and stays when lines and other findings come and go")
  func keepsFingerprints() throws {
    func fingerprints(_ files: [String: String]) throws -> [String: String] {
      var byMessage: [String: String] = [:]
      for result in try results(try log(files)) {
        let message = try #require((result["message"] as? [String: String])?["text"])
        byMessage[message] = (result["partialFingerprints"] as? [String: String])?["pullcreds/v1"]
      }
      return byMessage
    }
    let before = try fingerprints(Self.files)
    #expect(Set(before.values).count == before.count)
    for fingerprint in before.values {
      #expect(fingerprint.wholeMatch(of: /[0-9a-f]{32}/) != nil)
    }
    var moved = Self.files.mapValues { "# one more line\n" + $0 }
    moved["deploy/more.yaml"] = "apiVersion: v1\nkind: Pod\n  a: 1\n"
    let after = try fingerprints(moved)
    #expect(after.count == before.count + 1)
    for (message, fingerprint) in before { #expect(after[message] == fingerprint) }
  }
}

/// The type of a JSON value, as a schema says it.
private indirect enum Shape: Sendable {
  case string
  case oneOf([String])
  case bool
  case integer(from: Int)
  case array(of: Shape, areUnique: Bool = false)
  /// An object with these members and no others.
  case object([String: Shape], required: Set<String> = [])
  /// An object with any names.
  case map(of: Shape)

  /// What is not as it should be, each with its place.
  func violations(in value: Any, at path: String) -> [String] {
    switch self {
    case .string: return value is String ? [] : ["\(path) is no string"]
    case .oneOf(let words):
      return words.contains(value as? String ?? "") ? [] : ["\(path) is \(value)"]
    case .bool: return value is Bool ? [] : ["\(path) is no boolean"]
    case .integer(let least):
      return (value as? Int).map { $0 >= least } == true ? [] : ["\(path) is \(value)"]
    case .array(let element, let areUnique):
      guard let elements = value as? [Any] else { return ["\(path) is no array"] }
      let isRepeated = areUnique && Set(elements.map { "\($0)" }).count < elements.count
      return (isRepeated ? ["\(path) repeats an element"] : [])
        + elements.enumerated().flatMap { index, item in
          element.violations(in: item, at: "\(path)[\(index)]")
        }
    case .object(let members, let required):
      guard let object = value as? [String: Any] else { return ["\(path) is no object"] }
      return required.filter { object[$0] == nil }.map { "\(path) has no \($0)" }
        + object.flatMap { name, value in
          members[name]?.violations(in: value, at: "\(path).\(name)") ?? ["\(path) has \(name)"]
        }
    case .map(let element):
      guard let object = value as? [String: Any] else { return ["\(path) is no object"] }
      return object.flatMap { name, value in
        element.violations(in: value, at: "\(path).\(name)")
      }
    }
  }

  // The definitions of sarif-schema-2.1.0.json, as far as the members are written here.

  static let log = object(
    ["$schema": .string, "version": .oneOf(["2.1.0"]), "runs": .array(of: run)],
    required: ["version", "runs"])

  private static let run = object(
    [
      "tool": .object(["driver": toolComponent], required: ["driver"]),
      "columnKind": .oneOf(["utf16CodeUnits", "unicodeCodePoints"]),
      "results": .array(of: result),
      "invocations": .array(of: invocation),
    ], required: ["tool"])

  private static let toolComponent = object(
    ["name": .string, "version": .string, "rules": .array(of: rule, areUnique: true)],
    required: ["name"])

  private static let rule = object(
    ["id": .string, "shortDescription": message, "help": message], required: ["id"])

  private static let message = object(["text": .string], required: ["text"])

  private static let result = object(
    [
      "ruleId": .string, "ruleIndex": .integer(from: 0),
      "level": .oneOf(["none", "note", "warning", "error"]), "message": message,
      "locations": .array(of: location), "partialFingerprints": .map(of: .string),
      "suppressions": .array(
        of: .object(
          ["kind": .oneOf(["inSource", "external"]), "justification": .string],
          required: ["kind"]), areUnique: true),
    ], required: ["message"])

  private static let location = object([
    "physicalLocation": .object([
      "artifactLocation": .object(["uri": .string]),
      "region": .object(["startLine": .integer(from: 1), "startColumn": .integer(from: 1)]),
    ])
  ])

  private static let invocation = object(
    [
      "executionSuccessful": .bool,
      "toolExecutionNotifications": .array(
        of: .object(
          [
            "level": .oneOf(["none", "note", "warning", "error"]), "message": message,
            "locations": .array(of: location),
          ], required: ["message"])),
    ], required: ["executionSuccessful"])
}
