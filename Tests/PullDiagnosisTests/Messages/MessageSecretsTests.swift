import ImagePullCredentials
import ImagePullCredentialsTesting
import Testing

@testable import PullDiagnosis

@Suite struct MessageSecretsTests {
  @Test(arguments: [
    ("", ""), ("Back-off pulling image \"a.io/b:1\"", "Back-off pulling image \"a.io/b:1\""),
    ("image \"https://u:p@a.io/b\": x", "image \"https://a.io/b\": x"),
    ("image \"u:p@a.io/b:1\": x", "image \"a.io/b:1\": x"),
    ("Get https://t@a.io/v2/: 401", "Get https://a.io/v2/: 401"),
    ("(https://robot:1/p@a.io), then", "(https://a.io), then"),
    ("u:p@q@a.io.", "a.io."),
    ("dial tcp http://u:p@proxy:3128: refused", "dial tcp http://proxy:3128: refused"),
    ("lookup u:p@a.io on 10.0.0.1:53: no such host", "lookup a.io on 10.0.0.1:53: no such host"),
    // A digest, an address to write to, and what a query holds, are no userinfo.
    ("a.io/b@sha256:0f: not found", "a.io/b@sha256:0f: not found"),
    ("u:p@a.io/b@sha256:0f: not found", "a.io/b@sha256:0f: not found"),
    ("write to help@a.io", "write to help@a.io"),
    (
      "GET https://a.io/token?account=me%40b.io&x=1: 401",
      "GET https://a.io/token?account=me%40b.io&x=1: 401"
    ),
    ("Authorization: Basic dTpw. x", "Authorization: Basic *** x"),
    ("authorization: Bearer abc", "authorization: Bearer ***"),
    ("AUTHORIZATION: token ghp_x, y", "AUTHORIZATION: token *** y"),
    ("Bearer realm=x", "Bearer realm=x"),
    (
      "authorization: authorization failed: no basic auth credentials",
      "authorization: authorization failed: no basic auth credentials"
    ),
  ])
  func removesUserinfo(text: String, expected: String) {
    #expect(MessageSecrets.removed(from: text) == expected)
  }

  /// Of generated images with a marked password in them, in the sentences of kubelet and runtimes, nothing is shown.
  @Test(arguments: 0..<16 as Range<UInt64>)
  func noPasswordIsShown(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let key = generator.registryKeyWithUserinfo(SecretMark.text)
      // If a password has a space or a quote, or its @ is escaped, its place cannot be determined.
      guard !key.utf8.contains(where: { $0 <= 0x20 || "\"'`%".utf8.contains($0) }),
        let at = key.lastIndex(of: "@"), key[..<at].contains(where: { ":/".contains($0) })
      else { continue }
      for message in [
        "Failed to pull image \"\(key)/app\": 401 Unauthorized",
        "failed to resolve reference \"\(key)\": failed to do request: Head \"\(key)/v2/\": dial tcp: lookup \(key): no such host",
        "proxyconnect tcp: dial tcp \(key):3128: connect: connection refused",
        "[\(key): x, \(key): toomanyrequests: You have reached your pull rate limit]",
      ] {
        #expect(!SecretMark.isShown(in: MessageSecrets.removed(from: message)), "\(message)")
        let report = PullMessage(message)
        #expect(!SecretMark.isShown(in: "\(report)"), "\(message)")
      }
    }
  }
}
