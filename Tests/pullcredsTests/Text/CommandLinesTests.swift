import Testing

@testable import pullcreds

@Suite struct CommandLinesTests {
  private func lines(_ command: String, indent: Int = 0) -> [String] {
    var page = TextPage()
    page.command(command, indent: indent)
    return page.text.split(separator: "\n").map(String.init)
  }

  @Test func aShortOneIsOneLine() {
    #expect(lines("kubectl get pods", indent: 2) == ["  kubectl get pods"])
  }

  @Test func aLongOneIsBrokenBeforeOptionsAndPipes() {
    let value = String(repeating: "v", count: 40)
    #expect(
      lines("kubectl create --a=\(value) --b=\(value) -o yaml | kubectl apply -f -") == [
        "kubectl create --a=\(value) \\", "  --b=\(value) -o yaml | kubectl apply -f -",
      ])
  }

  @Test func quotesAreNeverBroken() {
    let quoted = "'\(Array(repeating: "w", count: 45).joined(separator: " "))'"
    #expect(lines("kubectl patch x -p \(quoted)") == ["kubectl patch x -p \\", "  \(quoted)"])
  }

  @Test func linesFit() {
    let command = Array(repeating: "--option=value", count: 40).joined(separator: " ")
    for indent in [0, 2, 10] {
      #expect(lines(command, indent: indent).allSatisfy { $0.count <= 80 })
    }
  }
}
