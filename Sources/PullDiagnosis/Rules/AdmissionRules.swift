import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// An admission webhook that checks images and rejects the Pod, so no kubelet pulls. Other reasons
  /// why Pods cannot be created, such as a quota, are not about images.
  static let imagePolicy = Rule.pod([:]) { pod in
    pod.creationErrors.lazy.compactMap { error -> Claim? in
      let text = Array(error.utf8)
      guard error.hasBytes("denied the request") || error.hasBytes("denied one or more images"),
        error.hasBytes("image", ignoringASCIICase: true) || pod.isNamed(in: error),
        !error.hasBytes("imagePullSecrets")
      else { return nil }
      let isSignature = signatureWords.contains {
        error.hasBytes($0, ignoringASCIICase: true)
      }
      return Claim(
        isSignature ? .signatureRejected : .otherPullFailure, .exactly(.willFail), about: .image,
        messages: [MessageExcerpt.make(text, 0..<text.count, around: text.count)],
        problem: """
          An admission policy of the cluster refuses an image, so that no Pod of \
          \(pod.target.description) is made. This is not about credentials.
          """,
        advice: isSignature
          ? """
          Sign the image as the policy wants, name one that is signed, or have the policy except it.
          """
          : """
          Name an image that the policy allows (its registry, tag or digest), or have the policy \
          except it.
          """)
    }.first(1)
  }

  /// Words of Kyverno, the policy controller of sigstore, Connaisseur, Ratify and others.
  private static let signatureWords = [
    "verify image", "signature", "attestation", "not signed", "unsigned", "signed digest",
    "failed verification",
  ]
}

extension PodContext {
  /// Whether `text` names one of the first images.
  fileprivate func isNamed(in text: String) -> Bool {
    images.prefix(Diagnosis.claimLimit).contains { text.hasBytes($0.image.originalText) }
  }

  /// The cluster's errors if it cannot create the Pods of the workload.
  ///
  /// Source: admission errors are in the condition `ReplicaFailure` and in Events `FailedCreate` of
  /// the object that creates the Pods.
  var creationErrors: [String] {
    guard let workload = target.workload else { return [] }
    let conditions = workload.conditions.lazy.filter { $0.status == "True" }.map(\.message)
    let events = index.events(aboutKind: workload.kind.rawValue, workload.metadata).lazy
      .filter { $0.reason == "FailedCreate" }.map(\.message)
    let messages =
      Array(conditions.prefix(Self.messageLimit)) + events.prefix(Self.messageLimit)
    // An Event of a ReplicaSet without Pods outlives its cause, and is ignored when there are Pods.
    guard pods.isEmpty else { return messages }
    return messages
      + index.failedCreations(under: workload).prefix(Self.messageLimit).map(\.message)
  }

  private static let messageLimit = 64
}
