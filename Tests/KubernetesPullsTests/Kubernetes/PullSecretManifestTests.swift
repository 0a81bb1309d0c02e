import Foundation
import ImagePullCredentials
import KubernetesPulls
import TestSupport
import Testing

@Suite struct PullSecretManifestTests {
  private let config = DockerConfig([
    DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: "p<&"),
    DockerConfig.Entry(registryKey: "quay.io/team", username: "robot", password: "q"),
  ])

  @Test func manifest() throws {
    let entry = DockerConfig.Entry(
      registryKey: "s", username: "u", password: "p<&", email: "e")
    let secret = try PullSecretManifest(
      name: "foo", namespace: "bar", config: DockerConfig([entry]))
    #expect(
      String(decoding: secret.encodeJSON(), as: UTF8.self) == """
        {
            "kind": "Secret",
            "apiVersion": "v1",
            "metadata": {
                "name": "foo",
                "namespace": "bar",
                "creationTimestamp": null
            },
            "data": {
                ".dockerconfigjson": "eyJhdXRocyI6eyJzIjp7InVzZXJuYW1lIjoidSIsInBhc3N3b3JkIjoicFx1MDAzY1x1MDAyNiIsImVtYWlsIjoiZSIsImF1dGgiOiJkVHB3UENZPSJ9fX0="
            },
            "type": "kubernetes.io/dockerconfigjson"
        }

        """)
  }

  @Test func severalRegistriesAreReadBack() throws {
    let secret = try PullSecretManifest(name: "registries", namespace: "shop", config: config)
    let objects = try KubernetesObjects(json: secret.encodeJSON())
    let read = try #require(objects.secret(namespace: "shop", name: "registries"))
    #expect(read.content == .config(config))
    #expect(read.type == "kubernetes.io/dockerconfigjson")
  }

  @Test func sameSecretForManyNamespaces() throws {
    let secret = try PullSecretManifest(name: "registries", config: config)
    let copies = try ["a", "b-c"].map { try secret.copy(in: $0) }
    let objects = try KubernetesObjects(json: PullSecretManifest.encodeList(copies))
    #expect(objects.secrets.map(\.namespace) == ["a", "b-c"])
    #expect(objects.secrets.allSatisfy { $0.content == .config(config) && $0.name == "registries" })
    #expect(throws: PullSecretManifest.CreationError.self) { try secret.copy(in: "a.b") }
  }

  @Test func fileIsKeptByteForByte() throws {
    let file = Array("{ \"auths\" : {\"ghcr.io\": {\"auth\": \"dTpw\"}},\n\"x\": 1 }\n".utf8)
    let secret = try PullSecretManifest(name: "a", dockerConfigJSON: file)
    let objects = try KubernetesObjects(json: secret.encodeJSON())
    #expect(objects.secrets.first?.revealValue(forKey: ".dockerconfigjson") == file)
  }

  @Test func dataIsAtMostOneMebibyte() throws {
    func file(_ count: Int) -> [UInt8] {
      let head = Array(#"{"auths":{"a":{"auth":"dTpw"}},"x":""#.utf8)
      let tail = Array(#""}"#.utf8)
      return head + [UInt8](repeating: UInt8(ascii: "x"), count: count - head.count - tail.count)
        + tail
    }
    #expect(PullSecretManifest.maximumByteCount == 1_048_576)
    _ = try PullSecretManifest(name: "a", dockerConfigJSON: file(1_048_576))
    let error = #expect(throws: PullSecretManifest.CreationError.self) {
      try PullSecretManifest(name: "a", dockerConfigJSON: file(1_048_577))
    }
    #expect(error?.code == .tooLarge)
  }

  @Test func isDescribedByItsName() throws {
    let secret = try PullSecretManifest(name: "a", namespace: "b", config: config)
    #expect("\(secret)" == "PullSecretManifest b/a")
  }
}

/// What kubectl 1.32 prints, and what it reads.
@Suite(.enabled(if: Program.kubectl.isInstalled, "kubectl is not installed"))
struct PullSecretManifestKubectlTests {
  private static let entries: [DockerConfig.Entry] = [
    DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: "fake"),
    DockerConfig.Entry(
      registryKey: "a b<&>", username: "u:v", password: "\u{2029}\"\\", email: "e@example.com"),
    DockerConfig.Entry(registryKey: "*.corp.internal:5000/t", username: "😀", password: "\u{1}"),
  ]

  @Test(arguments: entries, [nil, "shop"])
  func printsTheSame(entry: DockerConfig.Entry, namespace: String?) throws {
    var arguments = [
      "create", "secret", "docker-registry", "pull", "--dry-run=client", "-o", "json",
      "--docker-server", entry.registryKey, "--docker-username", entry.username,
      "--docker-password", entry.revealPassword(), "--docker-email", entry.email,
    ]
    if let namespace { arguments += ["--namespace", namespace] }
    let printed = try Program.kubectl.run(arguments)
    #expect(printed.status == 0, "\(printed.errors)")
    let secret = try PullSecretManifest(
      name: "pull", namespace: namespace, config: DockerConfig([entry]))
    #expect(String(decoding: secret.encodeJSON(), as: UTF8.self) == printed.output)
  }

  @Test func printsTheSameFromAFile() throws {
    let directory = try TemporaryDirectory()
    let file = Array("{ \"auths\": {\"ghcr.io\": {\"auth\": \"dTpw\"}}, \"x\": \"ä<\" }\n".utf8)
    let path = try directory.write(file, to: "config.json")
    let printed = try Program.kubectl.run([
      "create", "secret", "docker-registry", "pull", "--from-file", path, "--dry-run=client", "-o",
      "json",
    ])
    let secret = try PullSecretManifest(name: "pull", dockerConfigJSON: file)
    #expect(String(decoding: secret.encodeJSON(), as: UTF8.self) == printed.output)
  }

  @Test func readsWhatIsWritten() throws {
    // A username with a colon is split elsewhere, by this library as by the kubelet.
    let config = DockerConfig([Self.entries[0], Self.entries[2]])
    let secret = try PullSecretManifest(name: "pull", namespace: "shop", config: config)
    let created = try Kubectl.create(secret.encodeJSON())
    #expect(created.status == 0, "\(created.errors)")
    let objects = try KubernetesObjects(json: created.output)
    #expect(objects.secret(namespace: "shop", name: "pull")?.content == .config(config))
  }

  @Test func readsTheList() throws {
    let config = DockerConfig([Self.entries[0]])
    let secret = try PullSecretManifest(name: "pull", config: config)
    let list = PullSecretManifest.encodeList(try ["a", "b"].map { try secret.copy(in: $0) })
    let created = try Kubectl.create(list)
    #expect(created.status == 0, "\(created.errors)")
    let objects = try KubernetesObjects(json: created.output)
    #expect(objects.secrets.map(\.namespace) == ["a", "b"])
    #expect(objects.secrets.allSatisfy { $0.content == .config(config) })
  }
}

@Suite struct PullSecretManifestCreationErrorTests {
  typealias Code = PullSecretManifest.CreationError.Code

  struct Row: Sendable, CustomTestStringConvertible {
    let document: String
    let code: Code
    let description: String
    let offset: Int

    var testDescription: String { document }

    init(_ document: String, _ code: Code, _ description: String, at offset: Int = 0) {
      self.document = document
      self.code = code
      self.description = description
      self.offset = offset
    }
  }

  static let rows = [
    Row(
      #"{"auths":{"ghcr.io":{"auth":"dTpw"},"https://me:pw@q.io":{}},"credsStore":"desktop"}"#,
      .credentialsInHelper,
      "https://***@q.io has no password here: the credential helper docker-credential-desktop keeps "
        + "it, where no kubelet looks; give username and password instead of the file", at: 36),
    Row(
      #"{"auths":{"q.io":{}},"credsStore":"desktop","credHelpers":{"q.io":"gcloud"}}"#,
      .credentialsInHelper,
      "q.io has no password here: the credential helper docker-credential-gcloud keeps it, where no "
        + "kubelet looks; give username and password instead of the file", at: 10),
    Row(
      #"{"auths":{"q.io":{}}}"#, .credentialsInHelper,
      "q.io has no password here: a credential helper keeps it, or it was never given, where no "
        + "kubelet looks; give username and password instead of the file", at: 10),
    Row(
      #"{"credHelpers":{"q.io":"gcloud"}}"#, .credentialsInHelper,
      "there is no password here: the credential helper docker-credential-gcloud keeps it, where no "
        + "kubelet looks; give username and password instead of the file"),
    Row(
      #"{"auths":{"q.io":{"auth":"dTo=","identitytoken":"fake"}}}"#, .identityToken,
      "q.io has an identity token, which the kubelet ignores, and no password; give a password or "
        + "an access token", at: 10),
    Row(
      #"{"auths":{}}"#, .withoutCredentials,
      "auths is empty; a Secret needs at least one registry with its credentials"),
    Row(
      #"{"q.io":{"auth":"dTpw"}}"#, .withoutAuths,
      "this is a legacy .dockercfg, not a config.json; wrap it: {\"auths\": …}"),
    Row(
      "{}", .withoutAuths, "there is no member auths, so this is not a docker config file"),
    Row(
      #"{"auths":[]}"#, .malformed,
      "line 1, column 10, auths: expected an object or null; the kubelet rejects anything else; "
        + "the kubelet would refuse every pull of a Pod that lists this Secret", at: 9),
  ]

  @Test(arguments: rows)
  func refusesFiles(row: Row) {
    let error = #expect(throws: PullSecretManifest.CreationError.self) {
      try PullSecretManifest(name: "a", dockerConfigJSON: Array(row.document.utf8))
    }
    #expect(error?.code == row.code)
    #expect(error?.description == row.description)
    #expect(error?.offset == row.offset)
  }

  /// What a kubelet gets a credential out of, though a helper is named beside it.
  @Test(arguments: [
    #"{"auths":{"q.io":{"auth":"dTpw"}},"credsStore":"desktop"}"#,
    #"{"auths":{"q.io":{"auth":"dTpw","identitytoken":"fake"}}}"#,
    #"{"auths":{"q.io":{"auth":"OnA="}}}"#,
    #"{"auths":{"q.io":{"username":"u"}}}"#,
  ])
  func takesFiles(document: String) throws {
    _ = try PullSecretManifest(name: "a", dockerConfigJSON: Array(document.utf8))
  }

  @Test func refusesNames() {
    let config = DockerConfig([DockerConfig.Entry(registryKey: "a", username: "u", password: "p")])
    for (name, namespace) in [("A", "a"), ("a", "A"), ("", "a"), ("a", "a.b")] {
      let error = #expect(throws: PullSecretManifest.CreationError.self) {
        try PullSecretManifest(name: name, namespace: namespace, config: config)
      }
      #expect(error?.code == .invalidName)
    }
  }
}
