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
      let isPlaceholder = KeyRepair.isPlaceholder(container.image)
      // What fills in a manifest may run later.
      let isFilledInLater =
        pod.manifests != nil && (isPlaceholder || container.image.utf8.contains(UInt8(ascii: "$")))
      return Claim(
        .invalidImageName, .exactly(isFilledInLater ? .worthKnowing : .willFail), about: nil,
        containers: [container],
        problem: """
          The image \(quoted: ImageReference.displayText(of: container.image)) of \(container.role) \(word: container.name) is \
          no image reference: \(error).
          """,
        advice: isPlaceholder || isFilledInLater
          ? """
          Nothing expanded the variable in it: have the template or the shell do so. This is \
          not about credentials.
          """
          : "Write it as REGISTRY/REPOSITORY:TAG. This is not about credentials.")
    }
  }
}
