import Foundation
import ImagePullCredentials
import Testing

@testable import pullcreds

@Suite struct ArgumentErrorTests {
  @Test(arguments: [
    (
      ArgumentError.noSubcommand,
      "nothing to do: name a subcommand, such as resolve\nRun: pullcreds --help"
    ),
    (
      .unknownSubcommand(position: 1, nearest: "resolve"),
      "argument 1 is no subcommand; did you mean resolve?\nRun: pullcreds --help"
    ),
    (
      .unknownOption(position: 3, nearest: nil, of: "parse"),
      "argument 3 is no option\nRun: pullcreds parse --help"
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
