import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@Suite struct SecretUpdatingTests {
  private static let entry = DockerConfig.Entry(
    registryKey: "ghcr.io", username: "u", password: "p")

  /// Splices `entry` in and shows the document that came out decoded, in its place.
  private func update(_ text: String, _ entries: [DockerConfig.Entry] = [entry]) throws -> String {
    String(decoding: try Secret.updating(Array(text.utf8), with: entries), as: UTF8.self)
  }

  private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  private let added = #""ghcr.io":{"username":"u","password":"p","auth":"dTpw"}"#

  @Test func keepsEverythingElse() throws {
    func secret(_ document: String) -> String {
      """
      {
        "kind":"Secret", "data" : { "other": "eA==",
          ".dockerconfigjson":   "\(base64(document))" },
        "metadata":{"name":"a","labels":{"x":"y"},"resourceVersion":"7"}, "zzz": [1.0 ],
        "type":"kubernetes.io/dockerconfigjson", "apiVersion":"v1"
      }

      """
    }
    #expect(
      try update(secret(#"{ "auths": {"q.io": {"x": 1}}, "y": 2 }"#))
        == secret(#"{"auths":{"q.io":{"x":1},\#(added)},"y":2}"#))
  }

  @Test(arguments: [
    // An empty value is one without entries.
    (#""data":{".dockerconfigjson":""}"#, "kubernetes.io/dockerconfigjson"),
    (#""data":{".dockerconfigjson":null}"#, "kubernetes.io/dockerconfigjson"),
  ])
  func fillsEmptyValues(data: String, type: String) throws {
    let text = #"{"kind":"Secret","metadata":{"name":"a"},"type":"\#(type)",\#(data)}"#
    let objects = try KubernetesObjects(json: update(text))
    #expect(objects.secrets.first?.content == .config(DockerConfig([Self.entry])))
  }

  @Test func writesLegacySecrets() throws {
    let head = #"{"kind":"Secret","metadata":{"name":"a"},"type":"kubernetes.io/dockercfg","data":"#
    #expect(
      try update("\(head){\".dockercfg\":\"\(base64(#"{"q.io":{}}"#))\"}}")
        == "\(head){\".dockercfg\":\"\(base64(#"{"q.io":{},\#(added)}"#))\"}}")
  }

  @Test func updatesWhatOverrides() throws {
    let head =
      #"{"kind":"Secret","metadata":{"name":"a"},"type":"kubernetes.io/dockerconfigjson","#
      + #""data":{".dockerconfigjson":"e30="},"stringData":{".dockerconfigjson":"#
    let escaped = added.replacing("\"", with: "\\\"")
    #expect(try update("\(head)\"{}\"}}") == "\(head)\"{\\\"auths\\\":{\(escaped)}}\"}}")
  }

  @Test(arguments: [
    ("", Secret.UpdateError.Code.unreadable),
    ("kind: Secret", .unreadable),
    (#"{"kind":"Secret"} x"#, .unreadable),
    (#"{"kind":"Pod","metadata":{"name":"a"}}"#, .notASecret),
    (#"{"kind":"List","items":[\#(secretJSON("a"))]}"#, .notASecret),
    (secretJSON("a") + secretJSON("b"), .notASecret),
    (secretJSON("a", document: "{}", type: "Opaque"), .notAPullSecret),
    (secretJSON("a", document: "{}", key: "x"), .notAPullSecret),
    (secretJSON("a", document: "[]"), .malformed),
    (secretJSON("a", registry: "https://ghcr.io/v1/"), .keyWrittenDifferently),
  ])
  func refuses(text: String, code: Secret.UpdateError.Code) {
    let error = #expect(throws: Secret.UpdateError.self) { try update(text) }
    #expect(error?.code == code)
  }

  @Test func saysHowTheKeyIsWritten() {
    let text = secretJSON("a", registry: "https://me:pw@ghcr.io")
    let error = #expect(throws: Secret.UpdateError.self) { try update(text) }
    #expect(
      error?.description
        == "ghcr.io is in the Secret as https://***@ghcr.io, which is the same to the kubelet; "
        + "write https://***@ghcr.io to replace that credential")
  }

  @Test func dataIsAtMostOneMebibyteWithAllOtherValues() throws {
    let document = #"{"auths":{\#(added)}}"#
    func secret(_ count: Int) -> String {
      let other = Data(repeating: 0, count: count).base64EncodedString()
      return #"{"kind":"Secret","metadata":{"name":"a"},"type":"kubernetes.io/dockerconfigjson","#
        + #""data":{".dockerconfigjson":"","other":"\#(other)"}}"#
    }
    let room = PullSecretManifest.maximumByteCount - document.utf8.count
    _ = try update(secret(room))
    let error = #expect(throws: Secret.UpdateError.self) { try update(secret(room + 1)) }
    #expect(error?.code == .tooLarge)
  }
}
