import Testing

@testable import pullcreds

@Suite struct ArgumentErrorTests {
  @Test(arguments: [
    (
      ArgumentError.noSubcommand,
      "nothing to do: name a subcommand, such as resolve\nRun: pullcreds --help"
    ),
    (
      .unknownSubcommand("rsolve", nearest: "resolve"),
      "there is no subcommand rsolve; did you mean resolve?\nRun: pullcreds --help"
    ),
    (
      .unknownOption("--x", nearest: nil, of: "parse"),
      "there is no option --x\nRun: pullcreds parse --help"
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
      .invalidChoice("yaml", .output, choices: ["text", "json"], of: "parse"),
      "--output takes text or json, not yaml\nRun: pullcreds parse --help"
    ),
    (
      .conflict("--pod", "--job", of: "resolve"),
      "--pod and --job exclude each other\nRun: pullcreds resolve --help"
    ),
    (
      .missingOperand("IMAGE", of: "parse"),
      "IMAGE is missing\nRun: pullcreds parse --help"
    ),
  ])
  func texts(_ error: ArgumentError, _ text: String) {
    #expect(error.description == text)
  }
}
