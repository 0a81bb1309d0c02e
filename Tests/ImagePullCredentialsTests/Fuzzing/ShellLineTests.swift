import Testing

@testable import ImagePullCredentialsTesting

@Suite struct ShellLineTests {
  @Test(arguments: [
    ("kubectl -n a get pods", ["kubectl -n a get pods"]),
    ("a | b && c", ["a", "b", "c"]), (#"a 'b c' 'd'\''e'"#, ["a b c d'e"]),
    (#"a --u="${REGISTRY_USER:?}""#, [#"a --u="${REGISTRY_USER:?}""#]),
    (
      #"a --p="$(aws ecr get-login-password --region eu-west-1)""#,
      [#"a --p="$(aws ecr get-login-password --region eu-west-1)""#]
    ),
    (#"a --p="${NGC_API_KEY_2:?}""#, [#"a --p="${NGC_API_KEY_2:?}""#]),
    (#"a --p="$(cat "${KEY_FILE:?}")""#, [#"a --p="$(cat "${KEY_FILE:?}")""#]),
  ])
  func readsWords(text: String, commands: [String]) throws {
    let line = try #require(ShellLine(text))
    #expect(line.commands.map { $0.map(\.text).joined(separator: " ") } == commands)
  }

  @Test(arguments: [
    "", " a", "a ", "a  b", "a; b", "a |", "| a", "a | | b", "a|b", "a& b", "a > b", "a $b",
    "a `b`", "a (b)", "a *",
    "a ~", "a #b", "a !b", "a {b}", "a\nb", "a \u{A0}", "a é", "'a", "a \\'", "a \\n", "\"a\"",
    #"a "${X}""#, #"a "${X:-y}""#, #"a "${x:?}""#, #"a "${:?}""#, #"a "$(cat "${X:?}"; id)""#,
    #"a "$(aws ecr get-login-password --region --x)""#,
    #"a "$(aws ecr get-login-password --region $(id))""#, "a \"$(id)\"",
  ])
  func refusesWhatIsReadOtherwise(text: String) {
    #expect(ShellLine(text) == nil)
  }

  @Test(
    arguments: [
      (
        "kubectl -n a get secret s -o json | sed 's#\"a\"#\"b\"#' | kubectl replace --force -f -",
        nil
      ),
      ("kubectl -n a patch deployment d -p '{\"x\":1}'", nil),
      ("kubectl -n a delete pod p", nil),
      ("kubectl -n a delete pod --all", "the option --all of delete"),
      ("kubectl -n a delete pod -p x", "the option -p of delete"),
      ("kubectl -n a delete pod p --force", "the option --force of delete"),
      ("kubectl -n --all get secret s", "a namespace"),
      ("kubectl -n a -n b get secret s", "-n twice"),
      ("kubectl -n a get secret 'a b'", "the operand a b"),
      ("kubectl -n a exec p", "the subcommand exec"),
      ("kubectl -n", "-n without a value"), ("rm x", "the program rm"), ("base64 x", "base64"),
      ("sed 's#a#b#e'", "a script of sed"), ("sed 's#a#b#;e'", "a script of sed"),
      ("sed -e 's#a#b#'", "a script of sed"), ("sed 's/a/b/'", nil),
    ] as [(String, String?)])
  func saysWhatIsNoCommandOfThisPackage(text: String, violation: String?) throws {
    let line = try #require(ShellLine(text))
    #expect(line.violation == violation)
  }
}
