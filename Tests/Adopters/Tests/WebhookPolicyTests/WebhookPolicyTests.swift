import ImagePullCredentials
import ImagePullCredentialsTesting
import KubernetesPulls
import Testing
import WebhookPolicy

@Suite struct WebhookPolicyTests {
  private func review(_ pod: Pod) -> AdmissionReview {
    AdmissionReview(uid: "1", operation: .create, namespace: "default", object: .init(pod))
  }

  @Test func allowsAPodWithCredentials() {
    let objects = KubernetesObjects(
      .init(Secret.fixture()), .init(ServiceAccount.fixture(pullSecrets: ["regcred"])))
    let (allowed, gaps) = answer(to: review(.fixture()), in: objects)
    #expect(allowed)
    #expect(gaps.isEmpty)
  }

  @Test func warnsOfAnImageWithout() {
    let (allowed, gaps) = answer(
      to: review(.fixture(images: ["ghcr.io/acme/app"])), in: KubernetesObjects())
    #expect(allowed)
    #expect(gaps.map(\.code) == [.noCredential])
  }

  @Test func refusesAMalformedSecret() {
    let objects = KubernetesObjects(.init(Secret.fixture(document: Array("{".utf8))))
    let (allowed, gaps) = answer(to: review(.fixture(pullSecrets: ["regcred"])), in: objects)
    #expect(!allowed)
    #expect(gaps.map(\.secretName) == ["regcred"])
  }

  @Test func triesTheMoreSpecificKeyFirst() throws {
    let objects = KubernetesObjects(
      .init(
        Secret.fixture(logins: [
          "ghcr.io": "octocat:fake-token", "ghcr.io/acme": "robot:fake-token",
        ])))
    let resolution = objects.resolve(
      .fixture(images: ["ghcr.io/acme/app"], pullSecrets: ["regcred"]), merging: .admission)
    try requireCredentials(
      for: "ghcr.io/acme/app", in: resolution.keyring,
      ["ghcr.io/acme": "robot", "ghcr.io": "octocat"])
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func everyGeneratedImageHasItsCredential(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let generated = random.keyring(entryCount: 20)
    for image in generated.images {
      #expect(!generated.keyring.credentials(for: image).isEmpty)
    }
  }
}
