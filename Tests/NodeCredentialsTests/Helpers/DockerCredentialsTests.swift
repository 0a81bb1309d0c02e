import ImagePullCredentials
import KubernetesPulls
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
    var helper: String?
    var error: DockerCredentialHelperError.Code?
    var key: String?
    var source: CredentialSource?
    var username: String?
    var calls = ""
    var testDescription: String { "\(image) \(store)" }
  }

  static let file = CredentialSource.file(path: "/home/me/.docker/config.json")

  @Test(arguments: [
    Row(
      image: "own.io/app", store: "store", outcome: .helper, helper: "own",
      source: .helper(name: "own"), username: "own", calls: "own get own.io\n"),
    Row(
      image: "own.io:5000/app", store: "store", outcome: .helper, helper: "store",
      source: .helper(name: "store"), username: "store", calls: "store get own.io:5000\n"),
    Row(
      image: "nginx", outcome: .helper, helper: "own", source: .helper(name: "own"),
      username: "own",
      calls: "own get https://index.docker.io/v1/\n"),
    Row(
      image: "plain.io:5000/app", store: "store", outcome: .helper, helper: "store",
      source: .helper(name: "store"), username: "store", calls: "store get plain.io:5000\n"),
    Row(
      image: "plain.io:5000/app", store: "empty", outcome: .helperWithoutCredentials,
      helper: "empty", calls: "empty get plain.io:5000\n"),
    Row(
      image: "plain.io:5000/app", outcome: .auths, key: "plain.io:5000", source: file,
      username: "plain"),
    Row(
      image: "url.io/app", outcome: .auths, key: "url.io", source: file,
      username: "exact"),
    Row(
      image: "host.io/app", outcome: .auths, key: "https://host.io/v1/", source: file,
      username: "host"),
    Row(image: "file.io/app", store: "store", outcome: .nothing),
    Row(image: "sub.own.io/app", outcome: .nothing),
    Row(
      image: "empty.io/app", store: "store", outcome: .helperWithoutCredentials, helper: "empty",
      calls: "empty get empty.io\n"),
    Row(
      image: "broken.io/app",
      outcome: .helperFailed, helper: "broken", error: .failed, calls: "broken get broken.io\n"),
    Row(
      image: "absent.io/app",
      outcome: .helperFailed, helper: "absent", error: .notFound),
  ])
  func followsDockersPrecedence(_ row: Row) async throws {
    let directory = try HelperDirectory(Self.helpers)
    let json = Self.config + (row.store.isEmpty ? "" : #", "credsStore": "\#(row.store)""#) + "}"
    let docker = DockerCredentials(
      try DockerConfig(dockerConfigJSON: json), path: "/home/me/.docker/config.json",
      environment: directory.environment)
    let image = try ImageReference(row.image)
    let answer = await docker.lookUp(image)
    #expect(answer.outcome == row.outcome)
    #expect(answer.helper == row.helper)
    #expect(answer.error?.code == row.error)
    #expect(answer.credential?.source == row.source)
    #expect(answer.credential?.username == row.username)
    if let key = row.key { #expect(answer.credential?.registryKey == key) }
    #expect(directory.calls == row.calls)
    #expect(
      answer.note
        == row.helper.map {
          "the kubelet ignores docker-credential-\($0), as all Docker credential helpers"
        })
  }

  /// A key, an image, and whether docker uses the one for the other: how ConvertToHostname reads the key (docker/cli:
  /// cli/config/credentials/file_store.go) is the image's registry, which for Docker Hub no key but one is.
  struct KeyRow: Sendable, CustomTestStringConvertible {
    let key: String
    let image: String
    let isUsed: Bool
    var testDescription: String { "\(key) for \(image)" }
  }

  @Test(arguments: [
    KeyRow(key: "quay.io", image: "quay.io/other/x", isUsed: true),
    KeyRow(key: "quay.io/team", image: "quay.io/other/x", isUsed: true),
    KeyRow(key: "https://quay.io/team", image: "quay.io/other/x", isUsed: true),
    KeyRow(key: "https://quay.io/team", image: "quay.io:443/other/x", isUsed: false),
    KeyRow(key: "oci://quay.io", image: "quay.io/x", isUsed: true),
    KeyRow(key: "oci:quay.io", image: "quay.io/x", isUsed: false),
    KeyRow(key: "HTTPS://quay.io", image: "quay.io/x", isUsed: true),
    KeyRow(key: "HTTPS://QUAY.io", image: "quay.io/x", isUsed: false),
    KeyRow(key: "https://u:p@quay.io", image: "quay.io/x", isUsed: true),
    KeyRow(key: "u:p@quay.io", image: "quay.io/x", isUsed: false),
    KeyRow(key: "https://quay.io?x", image: "quay.io/x", isUsed: true),
    KeyRow(key: "quay.io?x", image: "quay.io/x", isUsed: false),
    KeyRow(key: "https://quay.io#x", image: "quay.io/x", isUsed: true),
    KeyRow(key: "https://quay.io:/", image: "quay.io/x", isUsed: true),
    KeyRow(key: "quay.io:/", image: "quay.io/x", isUsed: false),
    KeyRow(key: "https://localhost:5000/x", image: "localhost:5000/y", isUsed: true),
    KeyRow(key: "https://localhost:5000/x", image: "localhost/y", isUsed: false),
    KeyRow(key: "localhost:5000/x", image: "localhost:5000/y", isUsed: true),
    KeyRow(key: "https://[::1]:5000/v2/", image: "[::1]:5000/y", isUsed: true),
    // Go refuses such a host since 1.26; before, it was the same as the one above.
    KeyRow(key: "https://::1:5000/v2/", image: "[::1]:5000/y", isUsed: false),
    // JoinHostPort adds brackets; without a port there are none.
    KeyRow(key: "https://[::1]/v2/", image: "[::1]/y", isUsed: false),
    KeyRow(key: "[::1]/v2/", image: "[::1]/y", isUsed: true),
    KeyRow(key: "https://quay.io:abc/", image: "quay.io/x", isUsed: false),
    KeyRow(key: "://quay.io", image: "quay.io/x", isUsed: false),
    KeyRow(key: "*.quay.io", image: "a.quay.io/x", isUsed: false),
    KeyRow(key: " https://quay.io", image: "quay.io/x", isUsed: false),
    KeyRow(key: "https://index.docker.io/v1/", image: "nginx", isUsed: true),
    KeyRow(key: "https://index.docker.io/v1", image: "nginx", isUsed: false),
    KeyRow(key: "index.docker.io", image: "nginx", isUsed: false),
    KeyRow(key: "docker.io", image: "docker.io/library/nginx", isUsed: false),
    KeyRow(key: "https://index.docker.io/v1/", image: "quay.io/x", isUsed: false),
  ])
  func findsTheKeysThatDockerDoes(_ row: KeyRow) async throws {
    let image = try ImageReference(row.image)
    let entry = DockerConfig.Entry(registryKey: row.key, username: "u", password: "fake")
    let docker = DockerCredentials(
      DockerConfig([entry]), path: "config.json", environment: [:])
    let answer = await docker.lookUp(image)
    #expect(answer.outcome == (row.isUsed ? .auths : .nothing))
    #expect(answer.credential?.username == (row.isUsed ? "u" : nil))
    #expect(RegistryClient.docker.use(ofKey: row.key, for: image).isUsed == row.isUsed)
  }
}
