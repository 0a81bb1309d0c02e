import ImagePullCredentials
import KubernetesPulls
import Testing

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
      "line 1, column 10, auths: an object or null belongs here, and the kubelet refuses anything "
        + "else; the kubelet would refuse every pull of a Pod that lists this Secret", at: 9),
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
