import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct SecretContentTests {
  private static let wrapped = #"{"auths":{"r.example":{"username":"u"}}}"#
  private static let bare = #"{"r.example":{"username":"u"}}"#
  private static let config = DockerConfig([.init(registryKey: "r.example", username: "u")])

  @Test(
    arguments: [
      ("kubernetes.io/dockerconfigjson", ".dockerconfigjson", wrapped, .config(config)),
      ("kubernetes.io/dockercfg", ".dockercfg", bare, .config(config)),
      (
        "kubernetes.io/dockerconfigjson", ".dockercfg", bare,
        .ignored(.missingKey(".dockerconfigjson", credentialKey: ".dockercfg"))
      ),
      (
        "kubernetes.io/dockercfg", ".dockerconfigjson", wrapped,
        .ignored(.missingKey(".dockercfg", credentialKey: ".dockerconfigjson"))
      ),
      (
        "kubernetes.io/dockerconfigjson", "config.json", wrapped,
        .ignored(.missingKey(".dockerconfigjson", credentialKey: "config.json"))
      ),
      (
        "kubernetes.io/dockerconfigjson", ".dockerconfigjson ", wrapped,
        .ignored(.missingKey(".dockerconfigjson", credentialKey: nil))
      ),
      (
        "Opaque", ".dockerconfigjson", wrapped,
        .ignored(.wrongType("Opaque", credentialKey: ".dockerconfigjson"))
      ),
      ("", "config.json", wrapped, .ignored(.wrongType("Opaque", credentialKey: "config.json"))),
      (
        "Kubernetes.io/dockerconfigjson", ".dockerconfigjson", wrapped,
        .ignored(
          .wrongType("Kubernetes.io/dockerconfigjson", credentialKey: ".dockerconfigjson"))
      ),
      (
        "kubernetes.io/tls", "tls.crt", "x",
        .ignored(.wrongType("kubernetes.io/tls", credentialKey: nil))
      ),
      (
        "kubernetes.io/dockerconfigjson", ".dockerconfigjson", "",
        .ignored(.emptyValue(key: ".dockerconfigjson"))
      ),
      ("kubernetes.io/dockercfg", ".dockercfg", "", .ignored(.emptyValue(key: ".dockercfg"))),
      // An Opaque Secret is passed over before anybody looks whether its value can be decoded.
      (
        "Opaque", ".dockerconfigjson", "{",
        .ignored(.wrongType("Opaque", credentialKey: ".dockerconfigjson"))
      ),
    ] as [(String, String, String, Secret.Content)])
  func typeAndKeyMustAgree(type: String, key: String, value: String, content: Secret.Content) {
    let secret = Secret(
      metadata: ObjectMetadata(namespace: "shop", name: "s"), type: type,
      data: [key: Array(value.utf8)])
    #expect(secret.content == content, "\(type) \(key)")
  }

  @Test func theOtherKeyIsNoHindrance() {
    let secret = Secret(
      metadata: ObjectMetadata(namespace: "shop", name: "s"), type: "kubernetes.io/dockercfg",
      data: [".dockercfg": Array(Self.bare.utf8), ".dockerconfigjson": Array("{".utf8)])
    #expect(secret.content == .config(Self.config))
  }

  @Test(arguments: [
    (" ", DockerConfig.DecodingError.Code.invalidJSON),
    ("{", .invalidJSON),
    (#"{"auths":[]}"#, .typeMismatch),
    (#"{"auths":{"r.example":{"auth":"dTpw!"}}}"#, .authNotBase64),
    (#"{"auths":{"r.example":{"auth":"dXA="}}}"#, .authWithoutColon),
  ]) func aDocumentThatFailsIsMalformed(
    value: String, code: DockerConfig.DecodingError.Code
  ) throws {
    let secret = try #require(try onlySecret(secretJSON("s", document: value)))
    guard case .malformed(let error) = secret.content else {
      Issue.record("\(secret.content)")
      return
    }
    #expect(error.code == code)
  }

  @Test(arguments: [
    (
      Secret.IgnoredReason.wrongType("Opaque", credentialKey: nil),
      "its type Opaque is none that holds credentials"
    ),
    (
      .missingKey(".dockercfg", credentialKey: nil),
      "it has no key .dockercfg, which its type needs"
    ),
    (.emptyValue(key: ".dockercfg"), "its key .dockercfg is empty"),
  ]) func reasonsReadWell(reason: Secret.IgnoredReason, text: String) {
    #expect(reason.description == text)
  }
}
