import Foundation
import Testing

@testable import pullcreds

/// The command as a process: arguments and standard input in; output, errors and status out.
@Suite struct CommandTests {
  private static let payments = "Docs/Examples/payments.json"

  // MARK: Answers

  @Test func anExampleWithCredentials() throws {
    let result = try Tool.run(
      "resolve", "-f", Self.payments, "--pod", "payment-api-7d9f4-xkp2m")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(
      result.output == """
        Pod payments/payment-api-7d9f4-xkp2m

        init container migrate
          123456789012.dkr.ecr.eu-west-1.amazonaws.com/payments/migrate:2.14.0
          1. key       123456789012.dkr.ecr.eu-west-1.amazonaws.com
             username  AWS
             from      Secret payments/ecr-pull-secret, imagePullSecrets[0] of the Pod

        container api
          123456789012.dkr.ecr.eu-west-1.amazonaws.com/payments/api:2.14.0
          1. key       123456789012.dkr.ecr.eu-west-1.amazonaws.com
             username  AWS
             from      Secret payments/ecr-pull-secret, imagePullSecrets[0] of the Pod

        container fraud-rules
          ghcr.io/example-payments/fraud-rules
          @sha256:260a4fb72653cc2ee6874167720f74472d23d5ccbed94c3aca56fcdd4016a47e
          1. key       ghcr.io/example-payments
             username  payments-bot
             from      Secret payments/ghcr-pull-secret, imagePullSecrets[1] of the Pod
          2. key       ghcr.io
             username  example-payments-readonly
             from      Secret payments/ghcr-pull-secret, imagePullSecrets[1] of the Pod

        All 3 images have credentials.

        """)
  }

  @Test func anExampleWithout() throws {
    let input = try Data(contentsOf: Tool.repository.appending(path: Self.payments))
    let result = try Tool.run(
      ["resolve", "--pod", "settlement-report-29919000-m4kzd"], input: input)
    #expect(result.status == 1)
    #expect(result.errors == "")
    #expect(
      result.output == """
        Pod payments/settlement-report-29919000-m4kzd

        container report
          examplepayments/settlement-report:1.9.3
          no credentials

        pull secrets
          the Pod's own list has 0 items
          the list of ServiceAccount default: no longer used: it is copied only when a
            Pod is made

        The image has no credentials here. The node's own, from its config files and
        credential providers, were not looked at; without those the pull is anonymous.

        """)
  }

  @Test func aDeploymentTakesTheServiceAccountsList() throws {
    let result = try Tool.run("resolve", "-f", Self.payments, "--deployment=payment-api")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("Deployment payments/payment-api\n"))
    #expect(
      result.output.contains(
        """
             from      Secret payments/ecr-pull-secret
                       imagePullSecrets[0] of ServiceAccount payment-api

        """))
  }

  @Test func aConfigFile() throws {
    let file = "Docs/Examples/config.json"
    let hub = try Tool.run("resolve", "nginx", "--config", file)
    #expect(hub.status == 0)
    #expect(
      hub.output == """
        docker config file Docs/Examples/config.json

        image
          nginx
          1. key       https://index.docker.io/v1/
             username  examplepayments
             from      file Docs/Examples/config.json

        The image has credentials.

        """)
    let other = try Tool.run("resolve", "nginx", "quay.io/x", "--config", file)
    #expect(other.status == 1)
    #expect(
      other.output.hasSuffix(
        "1 of 2 images has no credentials here. Without any the pull is anonymous.\n"))
    let piped = try Tool.run(
      "resolve", "ghcr.io/x", "--config", "-", input: #"{"auths":{},"credsStore":"pass"}"#)
    #expect(piped.status == 1)
    #expect(
      piped.output.hasSuffix(
        """
        The image has no credentials here. The file leaves some to credential helpers
        (credsStore, credHelpers), which a kubelet does not ask.

        """))
  }

  @Test func severalFilesAndTheNamespaceOfThoseThatNameNone() throws {
    let pod = #"{"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"image":"a/b"}]}}"#
    let result = try Tool.run("resolve", "-f", "-", "-f", Self.payments, "-n", "x", input: pod)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("Pod x/p\n"))
  }

  @Test func parsing() throws {
    let result = try Tool.run("parse", "nginx", "-o", "json")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("{\n  \"references\": [\n"))
    #expect(try Tool.run("parse", "nginx", "Foo").status == 1)
  }

  // MARK: Unusable arguments and input

  @Test(arguments: [
    ([], "", "nothing to do: name a subcommand, such as resolve\n  Run: pullcreds --help\n"),
    (
      ["resolv"], "",
      "argument 1 is not a subcommand; did you mean resolve?\n  Run: pullcreds --help\n"
    ),
    (
      ["--versoin"], "",
      "argument 1 is not an option; did you mean --version?\n  Run: pullcreds --help\n"
    ),
    (["parse"], "", "IMAGE is missing\n  Run: pullcreds parse --help\n"),
    (
      ["resolve", "a/b/c"], "",
      """
      argument 2 is not expected here; write pod/NAME, deploy/NAME or NAME,
        or --image IMAGE
        Run: pullcreds resolve --help

      """
    ),
    (
      ["resolve", "nginx:1.27"], "",
      """
      argument 2 is not expected here; write pod/NAME, deploy/NAME or NAME,
        or --image IMAGE
        Run: pullcreds resolve --help

      """
    ),
    (
      ["resolve", "--config", "x", "-f", "y"], "",
      "--config and --filename exclude each other\n  Run: pullcreds resolve --help\n"
    ),
    (
      ["resolve", "--image", "Foo"], "",
      """
      "Foo" is not an image reference: name-contains-uppercase: byte 0 is
        "F"; a repository is written in lower case
        Run: pullcreds resolve --help

      """
    ),
    (
      ["resolve", "-f", "no/such/file"], "",
      "no/such/file cannot be read: No such file or directory\n"
    ),
    (
      ["resolve", "-f", "Benchmarks"], "",
      "Benchmarks holds no *.json, *.yaml or *.yml; -R reads the folders in\n  it, too\n"
    ),
    (
      ["resolve"], "",
      """
      standard input: line 1, column 1: the input is empty; pass the output
        of kubectl get -o json

      """
    ),
    (
      ["resolve"], "<html>",
      """
      standard input: line 1, column 1: this is a web page, as proxies and
        log-in forms send, not what kubectl prints

      """
    ),
    (
      ["resolve"], "{\n \"kind\": \"Pod\",\n \"metadata\": {\"name\": 7}}",
      """
      warning: left out: standard input: line 3, column 23, metadata.name:
        expected a string
      pullcreds: the input holds no Pod or workload
        Run: kubectl get pods,sa,secrets -o json

      """
    ),
    (
      ["resolve", "x", "--config", "-"], "{\"auths\":\n{\"ghcr.io\":{\"auth\":\"s3cr3t\"}}}",
      """
      standard input: line 2, column 21, auths["ghcr.io"].auth: auth
        decodes to text without a colon; write base64(username:password)

      """
    ),
    (
      ["resolve", "x", "--config", "-"], #"{"ghcr.io":{"username":"me"}}"#,
      "standard input is a legacy .dockercfg; wrap it: {\"auths\": …}\n"
    ),
    (
      ["resolve", "x", "--config", "-"], "{}",
      "standard input has no member auths, so it is not a docker config file\n"
    ),
  ])
  func messages(_ arguments: [String], _ input: String, _ message: String) throws {
    let result = try Tool.run(arguments, input: Data(input.utf8))
    #expect(result.errors == "pullcreds: \(message)")
    #expect(result.status == 2)
    #expect(result.output == "")
  }

  @Test func aListOfWhatThereIs() throws {
    let result = try Tool.run("resolve", "-f", Self.payments, "nobody")
    #expect(result.status == 2)
    #expect(
      result.errors == """
        pullcreds: the input holds no Pod or workload nobody; there are:
          pod/payment-api-7d9f4-xkp2m
          pod/settlement-report-29919000-m4kzd
          deploy/payment-api

        """)
  }

  @Test func thePodThatFailsIsMeant() throws {
    let result = try Tool.run("resolve", "-f", Self.payments)
    #expect(
      result.output.hasPrefix(
        "Pod payments/settlement-report-29919000-m4kzd, the only Pod that fails to pull\n"))
    let export = try Tool.run("export", "-f", Self.payments)
    #expect(
      export.errors == """
        pullcreds: using Pod payments/settlement-report-29919000-m4kzd, the only Pod
          that fails to pull
        pullcreds: nothing is written: no image has a credential

        """)
  }

  /// One odd object does not hide what is to be known of all others.
  @Test(arguments: ["resolve", "explain", "audit"])
  func aMalformedObjectIsLeftOut(_ subcommand: String) throws {
    let odd = #"{"kind":"Pod","metadata":{"name":"odd","namespace":"shop"},"spec":5}"#
    let input = Manifest.list(
      odd, Manifest.pod("p", secrets: ["s"], images: ["a.io/x"]),
      Manifest.secret("s", config: #"{"auths":{"a.io":{"username":"u","password":"p"}}}"#))
    let result = try Tool.run(subcommand, input: input)
    #expect(result.status == 0)
    #expect(
      result.errors.hasPrefix("pullcreds: warning: left out: standard input: line 1, column "))
    #expect(result.errors.contains("Pod shop/odd"))
  }

  @Test func garbageIsNeverFatal() throws {
    let payments = try Data(contentsOf: Tool.repository.appending(path: Self.payments))
    let binary = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
    let deep = Data(repeating: UInt8(ascii: "["), count: 1_000_000)
    for input in [binary, deep, payments.prefix(5000), payments.dropFirst(5000)] {
      let result = try Tool.run(["resolve"], input: input)
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("pullcreds: standard input: line "))
    }
  }

  // MARK: Terminals and pipes

  @Test func aTerminalIsNotReadFrom() throws {
    // The master side of a pseudoterminal is a terminal, too.
    let terminal = try #require(FileHandle(forUpdatingAtPath: "/dev/ptmx"))
    let result = try Tool.run(["resolve"], standardInput: terminal)
    #expect(result.status == 2)
    #expect(
      result.errors == """
        pullcreds: standard input is a terminal; name a file, or pipe one in:
          kubectl get pods,deployments,sa,secrets,events -o json | pullcreds resolve

        """)
  }

  @Test func aReaderThatGoesAwayChangesNothing() throws {
    let command = "{ pullcreds parse $(seq 20000); echo status $? >&2; } | head -n 1"
    // Which of the two speaks first is theirs to settle.
    #expect(try Tool.shell(command).split(separator: "\n").sorted() == ["1", "status 0"])
  }

  @Test func outputThatCannotBeWritten() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    #expect(
      try Tool.shell("pullcreds parse nginx > /dev/full; echo $?")
        == "pullcreds: the output cannot be written: No space left on device\n2\n")
    #expect(
      try Tool.shell("pullcreds resolve <&-; echo $?")
        == "pullcreds: standard input cannot be read: Bad file descriptor\n2\n")
  }

  // MARK: Secrets

  @Test(arguments: ["text", "json"])
  func passwordsAreNeverShown(_ format: String) throws {
    let config = """
      {"auths":{"https://u:SECRET0@ghcr.io":{"username":"me","password":"SECRET1",\
      "identitytoken":"SECRET2","registrytoken":"SECRET3"},\
      "quay.io":{"auth":"bWU6U0VDUkVUNA=="}},"HttpHeaders":{"X":"SECRET5"}}
      """
    let manifest = Manifest.list(
      Manifest.pod("p", secrets: ["s"], images: ["ghcr.io/a", "quay.io/b", "x.io/c"]),
      Manifest.secret("s", config: config))
    let results = [
      try Tool.run("resolve", "-o", format, input: manifest),
      try Tool.run("resolve", "ghcr.io/a", "--config", "-", "-o", format, input: config),
      try Tool.run("resolve", "-o", format, input: manifest + "x"),
      try Tool.run("resolve", "ghcr.io/a", "--config", "-", input: config + "x"),
    ]
    #expect(results.map(\.status) == [1, 0, 2, 2])
    for result in results {
      for text in [result.output, result.errors] {
        #expect(!text.contains("SECRET") && !text.contains("U0VDUkVU"))
      }
    }
  }

  @Test func inputCannotSendEscapesToTheTerminal() throws {
    let pod = Manifest.pod("p\\u001b]0;x\\u0007", images: ["a\\u001b[2J"])
    let result = try Tool.run("resolve", input: pod)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("Pod shop/\"p\\u{1B}]0;x\\u{07}\"\n"))
    #expect(!result.output.contains("\u{1B}"))
    #expect(!(try Tool.run("parse", "a\u{1B}[2J").output.contains("\u{1B}")))
    #expect(!(try Tool.run("a\u{1B}[2J").errors.contains("\u{1B}")))
  }
}
