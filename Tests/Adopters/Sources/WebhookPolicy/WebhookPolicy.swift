public import KubernetesPulls

/// Answers an admission review: warns of images without a credential, and refuses a Pod that no kubelet would pull.
public func answer(
  to review: AdmissionReview, in cluster: KubernetesObjects
) -> (allowed: Bool, gaps: [CredentialGap]) {
  guard let subject = review.object?.subject else { return (true, []) }
  let gaps = cluster.resolve(subject, merging: .admission).gaps
  return (!gaps.contains { [.pullsRefused, .invalidImage].contains($0.code) }, gaps)
}
