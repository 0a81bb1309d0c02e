import ImagePullCredentials
import Testing

@Suite("The kubelet's hash of a credential")
struct CredentialHashTests {
  /// The hashed texts are next to them.
  @Test(
    "is that of the JSON that Go writes, without what is empty",
    arguments: [
      // {}
      ("", "", "", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
      // {"username":"u","password":"p"}
      ("u", "p", "", "edbd57ca9372e64eb1c9070ecf3a049ac553596b0529acf034c7a71d4e618e88"),
      // {"username":"u","password":"p","email":"e@x.io"}
      ("u", "p", "e@x.io", "9e724de5d277d8816e4ab256f62f3eefca507fd1e8832bed19a72f443219937b"),
      // {"password":"p"}
      ("", "p", "", "4740c69667dfa5280279787e20b1cce2eb2b245c53bb5f5696b30890a911e29c"),
      // {"username":"u"}
      ("u", "", "", "a67095390396c5936dbf649847f03cd8fe40afea9cb9488eaff8699dc6b53dcb"),
      // {"email":"e"}
      ("", "", "e", "e1d285cbc056aad5a692e0cb783550c2dc21f71f757a7bf15cf18da279b55c3e"),
      // {"username":"ü","password":"\u003ca\u003e\u0026\"\\\n\u2028/"}
      (
        "ü", "<a>&\"\\\n\u{2028}/", "",
        "c69d76f014f85ba5c01dad65b0c2e727ca883ec2118fed767a52e1a446d05167"
      ),
    ])
  func knownAnswers(username: String, password: String, email: String, expected: String) throws {
    var keyring = Keyring()
    let entry = DockerConfig.Entry(
      registryKey: "a.io", username: username, password: password, email: email,
      identityToken: "i", registryToken: "r")
    keyring.add(DockerConfig([entry]), source: .literal)
    let credential = try #require(keyring.credentials(forNormalizedName: "a.io/x").first)
    #expect(credential.kubeletHash == expected)
  }
}
