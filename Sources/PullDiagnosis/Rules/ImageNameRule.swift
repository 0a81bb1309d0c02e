import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// An image whose text is no reference: the kubelet does not even try.
  ///
  /// Source: `EnsureImageExists`, pkg/kubelet/images/image_manager.go, which reports InvalidImageName.
  static let imageName = Rule.pod([
    .invalidImageName: "The image's text is no image reference, so that the kubelet does not try."
  ]) { pod in
    pod.invalidImages.map { container, error in
      Claim(
        .invalidImageName, .exactly(.willFail), about: nil, containers: [container],
        problem: """
          The image \(quoted: ImageReference.displayText(of: container.image)) of \(container.role) \(word: container.name) is \
          no image reference: \(error).
          """,
        advice: KeyRepair.isPlaceholder(container.image)
          ? """
          Nothing expanded the variable in it: have the template or the shell do so. This is \
          not about credentials.
          """
          : "Write it as REGISTRY/REPOSITORY:TAG. This is not about credentials.")
    }
  }
}
