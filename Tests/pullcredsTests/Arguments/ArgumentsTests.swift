import ImagePullCredentials
import Testing

@testable import pullcreds

@Suite struct ArgumentsTests {
  private static let file = Option(
    "filename", short: "f", value: "FILE", isRepeatable: true, help: "")
  private static let pod = Option("pod", value: "NAME", help: "")
  private static let flag = Option("help", short: "h", help: "")

  private func parse(_ arguments: String...) throws(ArgumentError) -> Arguments {
    try Arguments(parsing: arguments, options: [Self.file, Self.pod, Self.flag], of: "resolve")
  }

  @Test(arguments: [
    ["--filename", "x"], ["--filename=x"], ["-f", "x"], ["-fx"], ["-f=x"],
  ])
  func waysToGiveAValue(_ arguments: [String]) throws {
    let parsed = try Arguments(parsing: arguments, options: [Self.file], of: "resolve")
    #expect(parsed.values(of: Self.file) == ["x"])
    #expect(parsed.operands == [])
  }

  @Test func orderIsKept() throws {
    let parsed = try parse("a", "-f", "1", "b", "-f=2", "-", "-f-", "--", "--pod", "-h")
    #expect(parsed.values(of: Self.file) == ["1", "2", "-"])
    #expect(parsed.operands.map(\.text) == ["a", "b", "-", "--pod", "-h"])
    #expect(parsed.operands.map(\.position) == [2, 5, 7, 10, 11])
    #expect(!parsed.has(Self.pod) && !parsed.has(Self.flag))
  }

  @Test func valuesKeepTheirEqualsSigns() throws {
    #expect(try parse("--pod=a=b").value(of: Self.pod) == "a=b")
    #expect(try parse("--pod=--x").value(of: Self.pod) == "--x")
  }

  @Test func flags() throws {
    #expect(try parse("-h", "--help").has(Self.flag))
    #expect(throws: ArgumentError.unexpectedValue(Self.flag, of: "resolve")) {
      try parse("--help=x")
    }
    #expect(throws: ArgumentError.unexpectedValue(Self.flag, of: "resolve")) { try parse("-hx") }
  }

  @Test(arguments: [
    ["--pod"], ["--pod", "--help"], ["--pod", "-f"], ["--pod="], ["--pod", ""],
  ])
  func missingValues(_ arguments: [String]) {
    #expect(throws: ArgumentError.missingValue(Self.pod, of: "resolve")) {
      try Arguments(parsing: arguments, options: [Self.pod, Self.file], of: "resolve")
    }
  }

  @Test func repetition() {
    #expect(throws: ArgumentError.repeatedOption(Self.pod, of: "resolve")) {
      try parse("--pod", "a", "--pod", "a")
    }
  }

  @Test(arguments: [
    ("--pdo", "--pod"), ("--filname=x", "--filename"), ("--file", "--filename"), ("--x", nil),
    ("-pod", "--pod"), ("-x", nil), ("--=", nil),
  ])
  func unknownOptions(_ argument: String, _ nearest: String?) {
    #expect(throws: ArgumentError.unknownOption(position: 2, nearest: nearest, of: "resolve")) {
      try parse(argument)
    }
  }

  @Test func choices() throws {
    let output = Option.output
    let options = [output]
    let json = try Arguments(parsing: ["-ojson"], options: options, of: "parse")
    #expect(try json.choice(of: output, default: OutputFormat.text) == .json)
    let none = try Arguments(parsing: [], options: options, of: "parse")
    #expect(try none.choice(of: output, default: OutputFormat.text) == .text)
    let yaml = try Arguments(parsing: ["-oyaml"], options: options, of: "parse")
    #expect(
      throws: ArgumentError.invalidChoice(output, choices: ["text", "json"], of: "parse")
    ) { try yaml.choice(of: output, default: OutputFormat.text) }
  }
}
