import ImagePullCredentials
import ImagePullCredentialsTesting
import KubernetesPulls
import WebhookPolicy

/// Whatever the Pod and the Secret: what the webhook allows without a warning has a credential for each image.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWebhook(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { input in
    var choices = InputGenerator(input)
    let image = choices.imageReference()
    let config = choices.dockerConfig(entryCount: 3)
    let objects = KubernetesObjects(
      .init(Secret.fixture(document: config.encodeDockerConfigJSON())))
    let pod = Pod.fixture(images: [image], pullSecrets: ["regcred"])
    let review = AdmissionReview(
      uid: "1", operation: .create, namespace: "default", object: KubernetesObject(pod))
    let (allowed, gaps) = answer(to: review, in: objects)
    guard allowed, gaps.isEmpty else { return }
    let resolution = objects.resolve(pod, merging: .admission)
    guard resolution.credentials(for: try ImageReference(image)).contains(where: \.hasPassword)
    else { throw BrokenInvariant("\(image) has no credential and no warning") }
  }
}
