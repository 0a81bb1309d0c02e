import Foundation
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

@Suite struct ArgumentErrorTests {
  @Test(arguments: [
    (
      ArgumentError.noSubcommand,
      "nothing to do: name a subcommand, such as resolve\nRun: pullcreds --help"
    ),
    (
      .unknownSubcommand(position: 1, nearest: "resolve"),
      "argument 1 is not a subcommand; did you mean resolve?\nRun: pullcreds --help"
    ),
    (
      .unknownOption(position: 3, nearest: nil, of: "parse"),
      "argument 3 is not an option\nRun: pullcreds parse --help"
    ),
    (
      .missingValue(.namespace, of: "resolve"),
      "--namespace needs a value: --namespace NAME\nRun: pullcreds resolve --help"
    ),
    (
      .repeatedOption(.output, of: "parse"),
      "--output is given twice\nRun: pullcreds parse --help"
    ),
    (
      .invalidChoice(.output, choices: ["text", "json"], of: "parse"),
      "--output takes text or json\nRun: pullcreds parse --help"
    ),
    (
      .conflict("--pod", "--job", of: "resolve"),
      "--pod and --job exclude each other\nRun: pullcreds resolve --help"
    ),
    (
      .missingOperand("IMAGE", of: "parse"),
      "IMAGE is missing\nRun: pullcreds parse --help"
    ),
    (
      .unexpectedOperand(position: 2, advice: "write -f FILE", of: "audit"),
      "argument 2 is not expected here; write -f FILE\nRun: pullcreds audit --help"
    ),
  ])
  func texts(_ error: ArgumentError, _ text: String) {
    #expect(error.description == text)
  }

  /// What is not understood may be a password.
  @Test(arguments: [
    ["create-secret", "x", "--docker-username", "u", "--password-env", "hunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "--password-env=hunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "-phunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "-p=hunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "-p", "hunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "--hunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "--docker-pasword=hunter2-x"],
    ["create-secret", "x", "--docker-username", "u", "--password-stdin=hunter2-x"],
    ["create-secret", "x", "hunter2-x", "--docker-username", "u", "--password-stdin"],
    ["explain", "--at", "hunter2-x"], ["explain", "--at=hunter2-x"],
    ["resolve", "-o", "hunter2-x"],
    ["resolve", "--merge", "hunter2-x"], ["resolve", "a/b/hunter2-x"], ["resolve", "hunter2-x/a"],
    ["export", "--nth", "hunter2-x"], ["audit", "hunter2-x"], ["hunter2-x"], ["--hunter2-x"],
    ["help", "hunter2-x"], ["explain", "pod/a", "hunter2-x"],
  ])
  func noArgumentIsRepeated(_ arguments: [String]) throws {
    let result = try Tool.run(arguments, input: .init())
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("pullcreds: "))
    #expect(!(result.output + result.errors).contains("hunter2"), "\(result.errors)")
  }
}

@Suite struct NearestTests {
  @Test(arguments: [
    ("payment-apo", "payment-api"),  // one letter changed
    ("paymnet-api", "payment-api"),  // two swapped
    ("paymentapi", "payment-api"),  // one left out
    ("led", "ledger"),  // begun
    ("le", nil), ("zzzzzz", nil), ("", nil),
    ("lxxxer", nil),  // half of it differs
  ])
  func nearestNames(_ word: String, _ expected: String?) {
    #expect(nearest(to: word, in: ["ledger", "payment-api"]) == expected)
  }

  @Test func theFirstOfEquallyNear() {
    #expect(nearest(to: "abcd", in: ["abcx", "abcy"]) == "abcx")
    #expect(nearest(to: "abcd", in: ["abxx", "abcd"]) == "abcd")
  }

  @Test func longWordsAreNotCompared() {
    let name = String(repeating: "a", count: 253)
    #expect(nearest(to: name, in: [name + "b"]) == name + "b")
    #expect(nearest(to: name + "a", in: [name]) == nil)
  }
}
