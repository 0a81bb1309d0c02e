import ImagePullCredentials
public import KubernetesPulls
public import PullDiagnosis

extension NodeImageAccess {
  /// The images of a Pod that are on the node but that the Pod may not use without a pull. To
  /// operators, this looks like a failing pull of an existing image.
  ///
  /// - Parameters:
  ///   - resolution: The Pod, or a future Pod of a workload.
  ///   - images: Only these of its images; nil: all.
  /// - Returns: A finding ``Finding/Code/imageAccessUnverified`` for each of these images.
  public func findings(for resolution: PullResolution, images: [String]? = nil) -> [Finding] {
    let wanted = images.map { Set($0.map(ExactText.init)) }
    return resolution.images.compactMap { image in
      guard wanted?.contains(ExactText(image.image)) != false,
        let decision = decision(about: image, of: resolution), decision.mustPull,
        Self.reported.contains(decision.rule)
      else { return nil }
      return finding(decision.rule, image, resolution)
    }
  }

  /// Other findings cover absent images, invalid references and malformed Secrets.
  private static let reported: Set<ImageAccessDecision.Rule> = [
    .recordUnreadable, .intentUnreadable, .notRecorded, .nameNotRecorded, .nobodyRecorded,
    .notAmongRecorded,
  ]

  private func finding(
    _ rule: ImageAccessDecision.Rule, _ image: ContainerImage, _ resolution: PullResolution
  ) -> Finding {
    let isNever = image.pullPolicy == "Never"
    let imageRef = imageRef(of: image, in: resolution) ?? ""
    let recorded = entry(for: image.image, imageRef: imageRef).recorded
    let reference = try? ImageReference(image.image)
    let hasCredentials =
      reference.map { !resolution.credentials(for: $0).allSatisfy(\.entry.isAnonymous) } ?? false
    let outcome: SafeText =
      isNever
      ? "With imagePullPolicy Never it fails with ErrImageNeverPull, as if the image were not there."
      : "The kubelet asks the registry again, with the Pod's credentials."
    return Finding(
      code: .imageAccessUnverified,
      severity: isNever ? .willFail : hasCredentials ? .worthKnowing : .mayFail,
      images: [image.image],
      objects: recorded.secrets.prefix(3).map {
        Finding.Object(kind: "Secret", namespace: $0.secret.namespace, name: $0.secret.name)
      } + [.subject(resolution.subject, container: image.name)],
      problem: """
        Image \(word: image.image) is on the node, but this Pod may not use it as it is: \
        \(sentence: rule.explanation). \(outcome)
        """,
      advice: Self.advice(recorded, in: resolution.namespace, hasCredentials: hasCredentials))
  }

  private static func advice(
    _ recorded: ImagePulledRecord.Credentials, in namespace: String, hasCredentials: Bool
  ) -> SafeText {
    if hasCredentials {
      return "Nothing, if the registry accepts the Pod's credentials: the pull records that it may."
    }
    guard let secret = recorded.secrets.first else {
      return """
        List a pull Secret for its registry in the Pod's namespace; leave the verification on, since \
        it keeps images of one team from another.
        """
    }
    guard !secret.secret.namespace.hasSameBytes(as: namespace) else {
      return """
        List the Secret that pulled it, \(word: secret.secret.name), in imagePullSecrets; leave the \
        verification on.
        """
    }
    return """
      List a Secret of namespace \(word: namespace) with a credential for its registry, such as Secret \
      \(word: secret.secret.namespace)/\(word: secret.secret.name) has; leave the verification on.
      """
  }
}
