import Foundation
import Testing

@Suite struct CheckCommandTests {
  /// What the command says of a folder of these files, with the folder's path left out.
  private func check(
    _ files: [String: String], _ arguments: String...
  ) throws -> (output: String, status: Int32) {
    let tree = try FileTree(files)
    let root = tree.root.path
    let result = try Tool.run(
      ["check", root] + arguments.map { $0.replacing("ROOT", with: root) }, input: Data())
    return (
      (result.output + result.errors).replacing("\(tree.root.path)/", with: ""), result.status
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
        spec.template.spec.imagePullSecrets of Deployment shop/web is the plain string \
        "regcred", so the API server rejects it. Write it as "- name: regcred".

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
        Nothing wrong was found in 3 files with 0 objects; not checked:
          – chart/templates/d.yaml: a Helm template; check what helm template prints
          – k/patch.yaml: a kustomize patch; check what kustomize build prints
          – loose.yaml: a template that is not rendered; check its output
          – s.yaml: encrypted by SOPS

        """)
  }

  @Test("A file that cannot be read is named, and the others are checked")
  func goesOnAfterABrokenFile() throws {
    let result = try check(["a.yaml": "apiVersion: v1\na: [1\n", "b.yaml": Self.deployment])
    #expect(result.status == 1)
    #expect(result.output.contains("b.yaml:11:9: will fail: malformed-reference\n"))
    #expect(result.output.contains("a.yaml:3:1: error: "))
  }

  @Test("A text of another tool that cannot be read is named with its place, and no error")
  func namesTheMistakeOfAnotherTool() throws {
    let tree = try FileTree([
      "d/tsconfig.json": "{\n  // a comment\n  \"a\": 1\n}\n", "d/notes.yaml": "a: 1\n\tb: 2\n",
    ])
    let result = try tree.run("check", "d")
    #expect(result.status == 0)
    #expect(
      result.output.replacing("\n    ", with: " ") == """
        Nothing wrong was found in 2 files with 0 objects; not checked:
          – d/notes.yaml:2:1: neither JSON nor YAML, and nothing in it looks like a manifest: \
        found a tab character that violates indentation. There is a tab where spaces are needed: \
        indent with spaces.
          – d/tsconfig.json:2:3: neither JSON nor YAML, and nothing in it looks like a manifest: \
        invalid character '…' looking for beginning of object key string. Correct the JSON text, or, \
        if it is YAML, begin it on the line after the closing brace.

        """)
    let json = try tree.run("check", "d", "-o", "json").output
    #expect(json.contains(#""kind": "no-manifest""#))
  }

  @Test("A file that cannot be opened is named once, and the others are checked")
  func goesOnAfterAnUnreadableFile() throws {
    let tree = try FileTree(["d/b.yaml": Self.deployment])
    try FileManager.default.createSymbolicLink(
      at: tree.root.appending(path: "d/a.yaml"),
      withDestinationURL: tree.root.appending(path: "gone"))
    let result = try tree.run("check", "d")
    #expect(result.status == 1)
    #expect(result.output.contains("d/b.yaml:11:9: will fail: malformed-reference\n"))
    #expect(
      result.output.contains(
        "\nd/a.yaml:1:1: error: it cannot be read: No such file or directory\n"))
    let linked = try tree.run("check", "d/a.yaml")
    #expect(linked.status == 2 && linked.output == "")
    #expect(linked.errors == "pullcreds: d/a.yaml cannot be read: No such file or directory\n")
  }

  @Test(
    "A comment accepts a finding, if it gives a reason",
    arguments: [
      ("- regcred  # pullcreds:ignore malformed-reference known", 0),
      ("- regcred  # pullcreds:ignore other,malformed-reference known", 0),
      ("- regcred  # pullcreds:ignore malformed-reference", 1),
      ("- regcred  # pullcreds:ignore secret-missing known", 1),
      ("# pullcreds:ignore malformed-reference known\n      - regcred", 0),
      ("- name: a # pullcreds:ignore malformed-reference known\n      - regcred", 1),
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

  @Test("A baseline accepts what there is today, and nothing else") func acceptsByABaseline() throws
  {
    let tree = try FileTree(["d/a.yaml": Self.deployment])
    let unexplained = try tree.run("check", "d", "--write-baseline", "b.json")
    #expect(unexplained.status == 2 && unexplained.errors.contains("--reason TEXT is missing"))
    let written = try tree.run(
      "check", "d", "--write-baseline", "b.json", "--reason", "known since spring")
    #expect(written.output == "1 finding is accepted in b.json\n")
    let accepted = try tree.run("check", "d", "--baseline", "b.json")
    #expect(accepted.output == "Nothing wrong was found in 1 file with 1 object; 1 accepted.\n")
    #expect(accepted.status == 0)
    let json = try tree.run("check", "d", "--baseline", "b.json", "-o", "json").output
    #expect(json.contains(#""accepted": "known since spring""#))
    // The same of another object counts.
    let more = Self.deployment.replacing("name: web", with: "name: api")
    try Data(more.utf8).write(to: tree.root.appending(path: "d/b.yaml"))
    let result = try tree.run("check", "d", "--baseline", "b.json")
    #expect(result.output.hasPrefix("d/b.yaml:11:9: will fail: malformed-reference\n"))
    #expect(result.output.hasSuffix("1 finding in 2 files with 2 objects; 1 accepted.\n"))
    #expect(result.status == 1)
  }

  @Test("A file that is no baseline, a path that is not there, a folder without manifests")
  func refusesArguments() throws {
    let tree = try FileTree(["d/a.yaml": Self.deployment, "b.json": "{}]", "e/notes.txt": ""])
    let baseline = try tree.run("check", "d", "--baseline", "b.json")
    #expect(baseline.status == 2 && baseline.errors.contains("b.json is not a baseline: at byte 2"))
    let absent = try tree.run("check", "d", "f")
    #expect(
      absent.status == 2
        && absent.errors == "pullcreds: f cannot be read: No such file or directory\n")
    let empty = try tree.run("check", "e")
    #expect(empty.status == 2 && empty.errors == "pullcreds: e holds no *.json, *.yaml or *.yml\n")
  }

  @Test("An object that two files have is said once, with the file that is checked")
  func namesTheOtherFile() throws {
    let both = Self.deployment + "---\n" + Self.deployment.replacing("name: web", with: "name: api")
    let tree = try FileTree([
      "d/dev/a.yaml": both, "d/prod/a.yaml": both, "d/prod/b.yaml": Self.deployment,
    ])
    let output = try tree.run("check", "d").output
    #expect(
      output.replacing("\n    ", with: " ").hasSuffix(
        """
          – d/dev/a.yaml and 1 more file: Deployment shop/web is in d/prod/a.yaml too, which is the \
        one checked; check each cluster's folder for itself

        """), "\(output)")
  }

  @Test("The advice is to put in quotes what YAML does not take for text", arguments: ["7", "on"])
  func saysToPutInQuotes(name: String) throws {
    let text = Self.deployment.replacing("- regcred", with: "- name: \(name)")
    let output = try check(["a.yaml": text]).output
    #expect(output.contains("put a name such as 12345 or true in quotes"))
    let metadata = Self.deployment.replacing("name: web", with: "name: \(name)")
    #expect(try check(["a.yaml": metadata]).output.contains("put the value in quotes"))
  }

  @Test("An object that cannot be read is an error, and nothing else")
  func saysWhatCannotBeRead() throws {
    let text = Self.deployment.replacing(
      "spec:\n  template", with: "spec:\n  replicas: '2'\n  template")
    let result = try check(["a.yaml": text])
    #expect(
      result.output.replacing("\n  ", with: " ") == """
        a.yaml:7:13: error: spec.replicas of Deployment shop/web: expected a number: write the \
        value without quotes

        1 error in 1 file with 0 objects.

        """)
  }

  @Test("The same of several places is said once", arguments: [2, 16, 17])
  func groupsPlaces(count: Int) throws {
    let list = Self.deployment.replacing("      - regcred\n", with: "")
    var files = [
      "z.yaml": """
      apiVersion: v1
      kind: Secret
      metadata: {name: elsewhere, namespace: other}
      type: kubernetes.io/dockerconfigjson
      stringData: {.dockerconfigjson: '{"auths":{"ghcr.io":{"auth":"dTpw"}}}'}
      """
    ]
    for number in 1...count {
      files["d\(number + 10).yaml"] = list.replacing("name: web", with: "name: web-\(number)")
    }
    let lines = try check(files).output.split(separator: "\n")
    #expect(
      lines.filter { $0.hasSuffix(":10:9: may fail: other-namespace") }.count == min(count, 16))
    #expect(lines.filter { $0 == "… and 1 more place" }.count == (count > 16 ? 1 : 0))
    #expect(lines.filter { $0.hasPrefix("  → ") }.count == 1)
    #expect(lines.last?.hasPrefix("\(count) findings in ") == true)
  }

  @Test("What a SealedSecret is sealed for is said", arguments: [true, false])
  func saysToSealAgain(isClusterWide: Bool) throws {
    let sealed = """
      apiVersion: bitnami.com/v1alpha1
      kind: SealedSecret
      metadata:
        name: elsewhere
        namespace: other
        annotations: {sealedsecrets.bitnami.com/cluster-wide: "\(isClusterWide)"}
      spec: {template: {type: kubernetes.io/dockerconfigjson}}
      """
    let text = Self.deployment.replacing("      - regcred\n", with: "")
    let output = try check(["a.yaml": text, "s.yaml": sealed], "-o", "github").output
    #expect(output.hasPrefix("::warning file=a.yaml,line=10,col=9,title=other-namespace::"))
    #expect(output.contains("Seal it for namespace shop too") == !isClusterWide)
    #expect(output.contains("Create it in namespace shop too.") == isClusterWide)
  }

  @Test("Many files that are passed over for one reason are one line") func groupsNotes() throws {
    let templates = Dictionary(
      uniqueKeysWithValues: (0..<30).map { ("c/templates/t\($0).yaml", "kind: {{ .x }}\n") })
    let tree = try FileTree(templates.merging(["c/Chart.yaml": "name: c\n"]) { one, _ in one })
    #expect(
      try tree.run("check", "c").output == """
        Nothing wrong was found in 1 file with 0 objects; not checked:
          – c/templates/t0.yaml and 29 more files: a Helm template; check what helm
            template prints

        """)
  }

  @Test("Many findings in one large file are placed in one pass") func placesManyFindings() throws {
    let documents = (0..<2_000).map { number in
      Self.deployment.dropFirst("# Source: shop\n".count)
        .replacing("name: web", with: "name: web-\(number)")
    }
    let tree = try FileTree(["all.yaml": documents.joined()])
    let result = try tree.run("check", "all.yaml", "-o", "github")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2_000)
    let last = 1_999 * 12 + 10
    #expect(lines.last?.hasPrefix("::error file=all.yaml,line=\(last),col=9,") == true)
  }
}
