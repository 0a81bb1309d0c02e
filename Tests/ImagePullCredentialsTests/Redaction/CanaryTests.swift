import Testing

@testable import ImagePullCredentials

/// The test itself: it finds what is not hidden.
@Suite struct CanaryTests {
  private struct Leak { let secret: String }
  private struct ByteLeak { let bytes: [UInt8] }

  @Test func findsTheMarkInEverySpelling() {
    let secrets: [Any] = [
      Leak(secret: Canary.password), ByteLeak(bytes: Array(Canary.password.utf8)),
      Canary.base64(Canary.password), Canary.base64("a:\(Canary.password)"),
      Canary.base64("me:\(Canary.password)"), ["a": [Leak(secret: Canary.password)]],
      Array(Canary.password.utf8),
    ]
    for secret in secrets {
      #expect(Rendering.all(of: secret).contains { Canary.isShown(in: $0.text) }, "\(secret)")
    }
    #expect(!Canary.isShown(in: "password redacted, canary"))
  }
}
