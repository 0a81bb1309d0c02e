import Testing

@testable import PullDiagnosis
@testable import pullcreds

@Suite struct CommandLinesTests {
  private func lines(_ words: [ShellCommand.Word?], indent: Int = 0) throws -> [String] {
    var page = TextPage()
    page.command(try #require(ShellCommand(words)), indent: indent)
    return page.text.split(separator: "\n").map(String.init)
  }

  @Test func aShortOneIsOneLine() throws {
    #expect(try lines(["kubectl", "get", "pods"], indent: 2) == ["  kubectl get pods"])
  }

  @Test func aLongOneIsBrokenBeforeOptionsAndPipes() throws {
    let value = String(repeating: "v", count: 40)
    #expect(
      try lines([
        "kubectl", "create", .option("--a", value), .option("--b", value), "-o", "yaml", "|",
        "kubectl", "apply", "-f", "-",
      ]) == [
        "kubectl create --a=\(value) \\", "  --b=\(value) -o yaml | kubectl apply -f -",
      ])
  }

  @Test func quotesAreNeverBroken() throws {
    let text = Array(repeating: "w'\u{301}", count: 45).joined(separator: " ")
    let quoted = "'" + text.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined() + "'"
    #expect(
      try lines(["kubectl", "patch", "x", "-p", .argument(text)]) == [
        "kubectl patch x -p \\", "  \(quoted)",
      ])
  }

  @Test func linesFit() throws {
    let words = Array(repeating: ShellCommand.Word.option("--option", "value"), count: 40)
    for indent in [0, 2, 10] {
      #expect(try lines(words, indent: indent).allSatisfy { $0.count <= 80 })
    }
  }
}
