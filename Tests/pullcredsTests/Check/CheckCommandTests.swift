import Foundation
import Testing

@Suite struct CheckCommandTests {
  /// What the command says of a folder of these files, with the folder's path left out.
  private func check(
    _ files: [String: String], _ arguments: String...
  ) throws -> (output: String, status: Int32) {
    let manager = FileManager.default
    let root = manager.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? manager.removeItem(at: root) }
    for (name, text) in files {
      let url = root.appendingPathComponent(name)
      try manager.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    let expanded = arguments.map { $0.replacing("ROOT", with: root.path) }
    let result = try Tool.run(["check", root.path] + expanded, input: Data())
    return (
      (result.output + result.errors).replacing("\(root.path)/", with: ""), result.status
    )
  }

  private static let deployment = """
    # Source: shop
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        spec:
          imagePullSecrets:
          - name: elsewhere
          - regcred
          containers:
          - {name: app, image: "ghcr.io/acme/web:1"}

    """

  @Test("A finding is at the line and column of its field, in YAML and in JSON")
  func namesThePlace() throws {
    let yaml = try check(["a.yaml": Self.deployment], "-o", "github")
    #expect(
      yaml.output == """
        ::error file=a.yaml,line=11,col=9,title=malformed-reference::Item 2 of \
        spec.template.spec.imagePullSecrets of Deployment shop/web is the plain text "regcred", \
        which the API server refuses. Write it as "- name: regcred".

        """)
    #expect(yaml.status == 1)
    let json = #"""
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},
       "spec":{"template":{"spec":{"imagePullSecrets":["regcred"],
        "containers":[{"name":"app","image":"ghcr.io/acme/web:1"}]}}}}
      """#
    let output = try check(["a.json": json], "-o", "github").output
    #expect(output.hasPrefix("::error file=a.json,line=2,col=50,title=malformed-reference::"))
  }

  @Test("What is not in the repository is no failure") func passesWhatIsElsewhere() throws {
    let fine = Self.deployment.replacing("      - regcred\n", with: "")
    let result = try check(["a.yaml": fine])
    #expect(result.status == 0)
    #expect(result.output == "Nothing wrong was found in 1 file with 1 object.\n")
  }

  @Test("Templates, patches and encrypted files are passed over with a word")
  func passesOverWhatIsNoManifest() throws {
    let result = try check([
      "chart/Chart.yaml": "name: c\n", "chart/templates/d.yaml": "kind: {{ .Values.kind }}\n",
      "loose.yaml": "kind: Pod\nmetadata: {name: {{ x }}}\n",
      "k/kustomization.yaml": "patches:\n- path: sub/../patch.yaml\n",
      "k/patch.yaml": "kind: Deployment\napiVersion: apps/v1\n",
      "s.yaml": "kind: Secret\napiVersion: v1\nmetadata: {name: x}\nsops: {mac: ENC}\n",
    ])
    #expect(result.status == 0)
    #expect(
      result.output.replacing("\n    ", with: " ")
        == """
        Nothing wrong was found in 3 files with 0 objects; not read:
          – chart/templates/d.yaml: a Helm template; check what helm template prints
          – k/patch.yaml: a kustomize patch; check what kustomize build prints
          – loose.yaml: a template that is not rendered; check what it makes
          – s.yaml: encrypted by SOPS

        """)
  }

  @Test("A file that cannot be read is named, and the others are checked")
  func goesOnAfterABrokenFile() throws {
    let result = try check(["a.yaml": "a: [1\n", "b.yaml": Self.deployment])
    #expect(result.status == 1)
    #expect(result.output.contains("b.yaml:11:9: will fail: malformed-reference\n"))
    #expect(result.output.contains("a.yaml:2:1: cannot be read: "))
  }

  @Test(
    "A comment accepts a finding, if it gives a reason",
    arguments: [
      ("- regcred  # pullcreds:ignore malformed-reference known", 0),
      ("- regcred  # pullcreds:ignore other,malformed-reference known", 0),
      ("- regcred  # pullcreds:ignore malformed-reference", 1),
      ("- regcred  # pullcreds:ignore secret-missing known", 1),
      ("# pullcreds:ignore malformed-reference known\n      - regcred", 0),
      ("# pullcreds:ignore malformed-reference known\n      # more\n      - regcred", 1),
    ])
  func acceptsByAComment(item: String, status: Int32) throws {
    let text = Self.deployment.replacing("- regcred", with: item)
    #expect(try check(["a.yaml": text]).status == status)
  }

  @Test("--fail-on decides about the status, not about what is shown") func failsOn() throws {
    let other = """
      apiVersion: v1
      kind: Secret
      metadata: {name: elsewhere, namespace: other}
      type: kubernetes.io/dockerconfigjson
      stringData: {.dockerconfigjson: '{"auths":{"ghcr.io":{"auth":"dTpw"}}}'}
      """
    let text = Self.deployment.replacing("      - regcred\n", with: "")
    for (severity, status) in [("mayFail", 1), ("willFail", 0)] as [(String, Int32)] {
      let result = try check(["a.yaml": text, "b.yaml": other], "--fail-on", severity)
      #expect(result.status == status)
      #expect(result.output.hasPrefix("a.yaml:10:9: may fail: other-namespace\n"))
    }
  }

  @Test("SARIF has rules, results with places, and fingerprints that lines do not change")
  func writesSARIF() throws {
    func run(_ text: String) throws -> [String: Any] {
      let output = try check(["d e/a.yaml": text], "-o", "sarif").output
      let log = try #require(
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
      #expect(log["version"] as? String == "2.1.0")
      return try #require((log["runs"] as? [[String: Any]])?.first)
    }
    let first = try run(Self.deployment)
    let moved = try run("# one more line\n" + Self.deployment)
    let results = try [first, moved].map { run in
      try #require((run["results"] as? [[String: Any]])?.first)
    }
    #expect(results[0]["ruleId"] as? String == "malformed-reference")
    #expect(results[0]["level"] as? String == "error")
    let lines = results.compactMap { result -> Int? in
      let location = (result["locations"] as? [[String: Any]])?.first
      let place = location?["physicalLocation"] as? [String: Any]
      let uri = (place?["artifactLocation"] as? [String: Any])?["uri"] as? String
      #expect(uri?.hasSuffix("d%20e/a.yaml") == true)
      return (place?["region"] as? [String: Any])?["startLine"] as? Int
    }
    #expect(lines == [11, 12])
    let rules = ((first["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"]
    #expect((rules as? [[String: Any]])?.map { $0["id"] as? String } == ["malformed-reference"])
  }
}
