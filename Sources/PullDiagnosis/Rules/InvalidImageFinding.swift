import ImagePullCredentials

/// An image whose text is no reference: the kubelet does not even try.
///
/// Source: `EnsureImageExists`, pkg/kubelet/images/image_manager.go, which reports InvalidImageName.
enum InvalidImageFinding {
  static func make(
    _ container: ContainerImage, _ error: ImageReference.ParseError,
    of subject: PullResolution.Subject
  ) -> Finding {
    Finding(
      code: .invalidImageName, severity: .willFail, images: [container.image],
      objects: [.subject(subject, container: container.name)],
      problem: "The image \(quoted(container.image)) of \(container.role) "
        + "\(printable(container.name)) is no image reference: \(error).",
      advice: "Write it as REGISTRY/REPOSITORY:TAG. This is not about credentials.", command: nil)
  }
}
