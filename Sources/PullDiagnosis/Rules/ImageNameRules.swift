// Rules about the image's name: invalid names, and names that are probably mistyped.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// An image that is not a reference: the kubelet does not try to pull it.
  ///
  /// Source: `EnsureImageExists`, pkg/kubelet/images/image_manager.go, which reports InvalidImageName.
  static let imageName = Rule.pod([
    .invalidImageName:
      "The image's text is not an image reference, so the kubelet does not try to pull it."
  ]) { pod in
    pod.invalidImages.map { container, error in
      // A tool may fill in the manifest later.
      let isFilledInLater =
        pod.manifests != nil
        && (KeyRepair.isPlaceholder(container.image)
          || container.image.utf8.contains(UInt8(ascii: "$")))
      return Claim(
        .invalidImageName, .exactly(isFilledInLater ? .worthKnowing : .willFail), about: nil,
        containers: [container],
        problem: """
          The image \(quoted: ImageReference.displayText(of: container.image)) of \(container.role) \(word: container.name) is \
          not an image reference: \(error).
          """,
        advice: remedy(for: container.image, isFilledInLater: isFilledInLater)
          + " This is not about credentials.")
    }
  }

  private static func remedy(for image: String, isFilledInLater: Bool) -> SafeText {
    if isFilledInLater || KeyRepair.isPlaceholder(image) {
      return "Nothing expanded the variable in it: have the template or the shell do so."
    }
    // Only these: the text before "://" may be anything, including a password.
    let scheme = ["https://", "http://", "docker://", "oci://"].first {
      image.utf8.starts(with: $0.utf8)
    }
    if let scheme {
      return "Write it without \(quoted: scheme): a reference begins with the host."
    }
    return "Write it as REGISTRY/REPOSITORY:TAG."
  }

  /// A refused repository that probably does not exist under that name: registries do not distinguish
  /// private repositories from missing ones.
  static let unknownRepository = Rule.image([
    .repositoryUnknown:
      "The registry refuses a repository that probably has another name or is at another registry."
  ]) { context in
    context.claims { words in
      words.failure == .refused ? words.repositoryUnknown : nil
    }
  }
}

extension ReportWords {
  fileprivate var repositoryUnknown: Claim? {
    let image: SafeText = "\(quoted: context.image.originalText)"
    if let near = PublicImages.nearest(to: context.image) {
      return unknown("Did you mean \(quoted: near)? Check the name \(image).")
    }
    if let place = PublicImages.newPlace(of: context.image) {
      return unknown(movedAdvice(to: place))
    }
    // With wrong credentials, even public repositories may be refused.
    if context.isCovered, isPasswordWrong == true { return nil }
    if PublicImages.isPublicOnly(context.image) {
      return unknown(
        """
        All images there are public, so that no login is needed: check the name \(image). If \
        it was built here, push it to a registry and write the registry before its name.
        """)
    }
    guard !context.isCovered, attempt.sent != .something else { return nil }
    if let elsewhere = context.sameRepositoryElsewhere {
      return unknown(
        "Did you mean \(quoted: elsewhere)? "
          + (context.image.isDockerHub
            ? "A name without a registry is Docker Hub's." : "Check the registry."))
    }
    return nil
  }

  private func unknown(_ advice: SafeText) -> Claim {
    claim(
      .repositoryUnknown,
      cause: "\(registryName) has no such repository, or does not show it to this Pod",
      advice: advice)
  }
}

extension ImageContext {
  /// The image at a registry with the same repository in the input, or at the only registry for which
  /// the Pod has keys.
  fileprivate var sameRepositoryElsewhere: String? {
    if let other = pod.index.registry(besidesThatOf: image) {
      let rest = image.originalText.utf8.dropFirst(registryPrefixLength)
      return "\(other)/\(String(Substring(rest)))"
    }
    // An image without a registry in its name is on Docker Hub, so keys only for other registries
    // were not created for it.
    guard image.isDockerHub, registryPrefixLength == 0,
      image.repository.utf8.contains(UInt8(ascii: "/"))
    else { return nil }
    let hosts = pod.keys.hosts
    guard let host = hosts.first, hosts.allSatisfy({ $0.utf8.elementsEqual(host.utf8) }),
      !host.hasSuffix("docker.io"), !host.hasSuffix("docker.com")
    else { return nil }
    return "\(host)/\(image.originalText)"
  }

  /// The length of the registry in the text.
  private var registryPrefixLength: Int {
    let text = image.originalText.utf8
    for name in [image.registry, "index.docker.io"] where text.starts(with: "\(name)/".utf8) {
      return name.utf8.count + 1
    }
    return 0
  }
}
