import Foundation
import Testing

@testable import PullDiagnosis

@Suite struct ShellCommandTests {
  @Test func literalsAreShellText() {
    let command = ShellCommand("kubectl", "get", "pods", "|", "grep", "\"${NAME:?}\"")
    #expect(command?.description == #"kubectl get pods | grep "${NAME:?}""#)
    #expect(command?.words.count == 6)
  }

  @Test(arguments: [
    ("web", true), ("a.b-c", true), ("", false), ("-n", false), ("--all", false), ("a b", false),
    ("A", false), ("a;b", false), ("a\n", false), ("a/b", false), (".a", false),
    (String(repeating: "a", count: 253), true), (String(repeating: "a", count: 254), false),
  ])
  func onlyNamesAreNames(_ name: String, _ isName: Bool) {
    #expect((ShellCommand("kubectl", .name(name)) != nil) == isName)
  }

  @Test(arguments: [
    ("https://index.docker.io/v1/", "--server=https://index.docker.io/v1/"),
    ("a b", "'--server=a b'"), ("a'b", #"'--server=a'\''b'"#), ("*.a", "'--server=*.a'"),
    ("$(id)", "'--server=$(id)'"), ("a\nb", nil), ("a\u{202E}b", nil), ("\u{0}", nil),
  ])
  func valuesAreQuoted(_ value: String, _ expected: String?) {
    #expect(ShellCommand(.option("--server", value))?.description == expected)
  }

  @Test func filesAreNoOptions() {
    #expect(ShellCommand("yq", .file("-f"))?.description == "yq ./-f")
    #expect(ShellCommand("yq", .file("a b"))?.description == "yq 'a b'")
    #expect(ShellCommand("yq", .file("a\nb")) == nil)
  }

  @Test func theOutputOfAnotherCommand() {
    let word = ShellCommand.Word.option("--password", outputOf: ShellCommand("aws", .name("x")))
    #expect(ShellCommand(word)?.words == [#"--password="$(aws x)""#])
    #expect(ShellCommand.Word.option("--password", outputOf: ShellCommand(.name("-x"))) == nil)
  }

  @Test func commandsAreJoined() throws {
    let one = try #require(ShellCommand("a", "b"))
    #expect((one + ShellCommand("|", "c"))?.words == ["a", "b", "|", "c"])
    #expect(one + nil == nil)
  }

  /// A shell reads each word as it was.
  @Test func aShellReadsWhatWasMeant() throws {
    let texts = [
      "a'\u{301}; id #", "x'\u{301} $(id) '\u{301}", "`id`", "\\", "a\\'b", "!x", "~", "*", "[a]",
      "{a,b}", "a=b", "#", "&", "''", "\"", "é", "漢", "%s",
    ]
    let words = texts.map { ShellCommand.Word.argument($0) }
    let command = try #require(ShellCommand(["printf", "'%s\\n'"] + words))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command.description]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let read = try #require(try output.fileHandleForReading.readToEnd())
    process.waitUntilExit()
    #expect(String(decoding: read, as: UTF8.self) == texts.map { $0 + "\n" }.joined())
  }
}
