import ImagePullCredentials
import Testing

@testable import NodeCredentials

@Suite struct DockerCredentialsTests {
  /// Helpers `own` and `store`, which answer with their names, `empty`, which keeps nothing, and `broken`.
  static let helpers: [String: HelperDirectory.Script] = [
    "own": .init(output: #"{"Username":"own","Secret":"fake"}"#),
    "store": .init(output: #"{"Username":"store","Secret":"fake"}"#),
    "empty": .init(output: "credentials not found in native keychain\n", status: "1"),
    "broken": .init(status: "1"),
  ]

  static let config = """
    {"auths": {"own.io": {"username": "stale", "password": "fake"},
               "plain.io:5000": {"username": "plain", "password": "fake"},
               "https://url.io/v1/": {"username": "url", "password": "fake"},
               "url.io": {"username": "exact", "password": "fake"},
               "https://host.io/v1/": {"username": "host", "password": "fake"}},
     "credHelpers": {"own.io": "own", "empty.io": "empty", "broken.io": "broken",
                     "absent.io": "absent", "file.io": "",
                     "https://index.docker.io/v1/": "own"}
    """

  struct Row: Sendable, CustomTestStringConvertible {
    let image: String
    var store = ""
    let outcome: DockerCredentials.Outcome
    let sources: [CredentialSource]
    var username: String?
    var calls = ""
    var testDescription: String { "\(image) \(store)" }
  }

  static let file = CredentialSource.file(path: "/home/me/.docker/config.json")

  @Test(arguments: [
    Row(
      image: "own.io/app", store: "store", outcome: .helper("own"),
      sources: [.helper(name: "own")], username: "own", calls: "own get own.io\n"),
    Row(
      image: "own.io:5000/app", store: "store", outcome: .helper("store"),
      sources: [.helper(name: "store")], username: "store", calls: "store get own.io:5000\n"),
    Row(
      image: "nginx", outcome: .helper("own"), sources: [.helper(name: "own")], username: "own",
      calls: "own get https://index.docker.io/v1/\n"),
    Row(
      image: "plain.io:5000/app", store: "store", outcome: .helper("store"),
      sources: [.helper(name: "store")], username: "store", calls: "store get plain.io:5000\n"),
    Row(
      image: "plain.io:5000/app", store: "empty", outcome: .helperWithoutCredentials("empty"),
      sources: [], calls: "empty get plain.io:5000\n"),
    Row(
      image: "plain.io:5000/app", outcome: .auths(registryKey: "plain.io:5000"), sources: [file],
      username: "plain"),
    Row(
      image: "url.io/app", outcome: .auths(registryKey: "url.io"), sources: [file],
      username: "exact"),
    Row(
      image: "host.io/app", outcome: .auths(registryKey: "https://host.io/v1/"), sources: [file],
      username: "host"),
    Row(image: "file.io/app", store: "store", outcome: .nothing, sources: []),
    Row(image: "sub.own.io/app", outcome: .nothing, sources: []),
    Row(
      image: "empty.io/app", store: "store", outcome: .helperWithoutCredentials("empty"),
      sources: [], calls: "empty get empty.io\n"),
    Row(
      image: "broken.io/app",
      outcome: .helperFailed(DockerCredentialHelperError(.failed, helper: "broken", detail: "")),
      sources: [], calls: "broken get broken.io\n"),
    Row(
      image: "absent.io/app",
      outcome: .helperFailed(DockerCredentialHelperError(.notFound, helper: "absent", detail: "")),
      sources: []),
  ])
  func followsDockersPrecedence(_ row: Row) async throws {
    let directory = try HelperDirectory(Self.helpers)
    let json = Self.config + (row.store.isEmpty ? "" : #", "credsStore": "\#(row.store)""#) + "}"
    let docker = DockerCredentials(
      try DockerConfig(dockerConfigJSON: json), path: "/home/me/.docker/config.json",
      environment: directory.environment)
    let image = try ImageReference(row.image)
    let answer = await docker.ask(for: image)
    #expect(answer.outcome == row.outcome)
    let credentials = answer.keyring.credentials(for: image)
    #expect(credentials.map(\.source) == row.sources)
    #expect(credentials.first?.username == row.username)
    #expect(directory.calls == row.calls)
    #expect(
      answer.note
        == row.outcome.helper.map {
          "the kubelet ignores docker-credential-\($0), as all Docker credential helpers"
        })
  }
}
