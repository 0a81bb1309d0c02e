import Foundation
import Testing

@Suite struct PatchServiceAccountCommandTests {
  private let account =
    #"{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a","namespace":"n"},"#
    + #""imagePullSecrets":[{"name":"x"}]}"#

  @Test func printsThePatch() throws {
    let result = try Tool.run("patch-serviceaccount", "y", "x", input: account)
    let patch = #"[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"y"}}]"#
    #expect(result == Tool.Result(status: 0, output: "\(patch)\n", errors: ""))
  }

  @Test func nothingToAdd() throws {
    let result = try Tool.run("patch-serviceaccount", "x", input: account)
    #expect(result == Tool.Result(status: 1, output: "[]\n", errors: ""))
  }

  @Test func printsTheManifest() throws {
    let result = try Tool.run("patch-serviceaccount", "y", "--manifest", input: account)
    #expect(result.status == 0)
    #expect(result.output.contains(#""imagePullSecrets": ["#))
    #expect(result.output.contains(#""name": "y""#))
  }

  @Test(arguments: [
    ([], "SECRET is missing"),
    (["Y"], "invalid character at byte 0 of a Secret's name"),
    (["y", "--serviceaccount", "b"], "holds no ServiceAccount b. There are: n/a"),
    (["y", "-n", "m"], "the input holds no ServiceAccount"),
    (["y", "-f", "Docs/Examples/payments.json"], "choose one with --serviceaccount and -n"),
  ])
  func refuses(arguments: [String], message: String) throws {
    let result = try Tool.run(["patch-serviceaccount"] + arguments, input: Data(account.utf8))
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.replacing("\n ", with: "").contains(message), "\(result.errors)")
  }
}
