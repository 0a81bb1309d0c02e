import Foundation
import Testing

@testable import pullcreds

@Suite struct ObjectInputTests {
  private static let pod = """
    # A comment.
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      imagePullSecrets: [{name: s}]
      containers:
      - name: c
        image: reg.example.com/app:1
    """
  private static let secret = """
    kind: Secret
    metadata: {name: s, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths":{"reg.example.com":{"username":"u","password":"p"}}}'
    """

  /// Runs `body` with a folder of these files.
  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try body(folder.path)
  }

  @Test(
    "A JSON patch is no object, and the place is named", arguments: ["", "# a\nkind: Pod\n---\n"])
  func refusesAList(before: String) throws {
    let result = try Tool.run("audit", input: before + "- op: add\n  path: /x\n")
    let line = before.isEmpty ? 1 : 4
    #expect(result.status == 2)
    #expect(
      result.errors.replacing("\n  ", with: " ") == """
        pullcreds: standard input: line \(line), column 1: expected a Kubernetes object, with \
        apiVersion and kind

        """)
  }

  @Test(arguments: ["resolve", "explain", "audit", "export"])
  func yamlIsReadAsJSONIs(_ subcommand: String) throws {
    let result = try Tool.run(subcommand, input: "\(Self.pod)\n---\n\(Self.secret)\n")
    #expect(result.status == 0)
    #expect(result.errors == "")
  }

  @Test func errorsHaveTheirPlaceInTheYAML() throws {
    let result = try Tool.run(
      "resolve", input: "\(Self.pod)\n---\nkind: Pod\nspec:\n  containers: 5\n")
    #expect(result.status == 1)
    #expect(
      result.errors.hasPrefix(
        "pullcreds: warning: left out: standard input: line 12, column 15,\n  spec.containers: "))
    let broken = try Tool.run("resolve", input: "kind: Pod\na: [\n")
    #expect(broken.status == 2)
    #expect(broken.errors.hasPrefix("pullcreds: standard input: line "))
  }

  @Test func otherTextIsNamed() throws {
    for subcommand in ["resolve", "audit"] {
      let table = try Tool.run(subcommand, input: "NAME   READY\nweb    1/1\n")
      #expect(table.status == 2)
      #expect(table.errors.contains("this is kubectl's table"))
      let message = try Tool.run(subcommand, input: "Error from server (NotFound): x\n")
      #expect(message.status == 2)
      #expect(message.errors.contains("this is a message from kubectl"))
    }
  }

  @Test func foldersAreReadAndWhatIsNoManifestIsLeftOut() throws {
    let files = [
      "a.yaml": Self.pod, "values.yaml": "a: b", "README.md": "no", "sub/s.yml": Self.secret,
    ]
    try withFolder(files) { folder in
      let flat = try Tool.run("resolve", "-f", folder)
      #expect(flat.status == 1)
      #expect(flat.output.contains("Secret s is missing"))
      #expect(flat.errors.hasPrefix("pullcreds: warning: left out:"))
      #expect(flat.errors.contains("values.yaml: line 1,"))
      let deep = try Tool.run("resolve", "-R", "-f", folder)
      #expect(deep.status == 0)
      let named = try Tool.run("resolve", "-f", "\(folder)/values.yaml")
      #expect(named.status == 2)
      let several = try Tool.run("resolve", "-f", "\(folder)/a.yaml", "-f", "\(folder)/sub")
      #expect(several.status == 0)
    }
  }

  @Test func manyWarningsAreCounted() throws {
    let odd = (0..<12).map {
      #"{"kind":"Pod","metadata":{"name":"s\#($0)"},"spec":5}"#
    }
    let input =
      #"{"kind":"List","items":[\#(odd.joined(separator: ",")),"#
      + Manifest.pod("p", images: ["a.io/x"]) + "]}"
    let result = try Tool.run("resolve", input: input)
    #expect(result.errors.components(separatedBy: "left out: standard input").count == 11)
    #expect(result.errors.hasSuffix("pullcreds: warning: left out: 2 more\n"))
  }

  /// Reading stops at the limit.
  @Test(arguments: [
    ["resolve", "-f", "/dev/zero"], ["resolve", "x", "--config", "/dev/zero"],
    ["create-secret", "x", "--from-file", "/dev/zero"], ["audit", "-f", "/dev/zero"],
  ])
  func endlessInputIsAnError(_ arguments: [String]) throws {
    let result = try Tool.run(arguments, input: Data())
    #expect(result.status == 2)
    #expect(result.errors.contains("has more than "))
  }

  @Test func aPasswordIsNoLongerThanASecret() throws {
    for (count, status) in [(1_048_576, 2), (1_048_577, 2), (1_000, 0)] {
      let password = String(repeating: "p", count: count)
      let result = try Tool.run(
        "create-secret", "x", "--docker-username", "u", "--password-stdin", input: password)
      #expect(result.status == status)
      if count > 1_048_576 { #expect(result.errors.contains("has more than 1048576 bytes")) }
    }
  }
}
