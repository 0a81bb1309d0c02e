public import ImagePullCredentials
public import KubernetesPulls

extension PullResolution {
  /// Why the pull of `image` gets no credential, or the wrong one, and what to do: the findings,
  /// most decisive first.
  ///
  /// - Parameters:
  ///   - image: an image, of this Pod or not.
  ///   - now: the present time; a token that ends before has expired.
  ///   - cluster: the objects that the resolution was made of, or newer ones.
  /// - Returns: the findings; none if all is well as far as these objects tell. The node's own
  ///   credentials, credential providers and mirrors are not examined.
  public func diagnose(
    _ image: ImageReference, at now: Timestamp, in cluster: Cluster
  ) -> [Finding] {
    diagnose(only: [image], at: now, in: cluster)
  }

  /// The same for several images. A finding that concerns several is there once.
  package func diagnose(
    only images: [ImageReference], at now: Timestamp, in cluster: Cluster
  ) -> [Finding] {
    Diagnosis.findings(in: PodContext(self, only: images, index: cluster, now: now))
  }

  /// The same for all images of the Pod or template. A finding that concerns several is there once.
  ///
  /// Takes time in proportion to the images, the lists and the keys of the Secrets that they name, not
  /// to their products.
  public func diagnose(at now: Timestamp, in cluster: Cluster) -> [Finding] {
    diagnose(at: now, in: cluster, ClusterFacts())
  }

  /// The same with what is known of the cluster's Secrets and ServiceAccounts from other Pods.
  func diagnose(at now: Timestamp, in cluster: Cluster, _ facts: ClusterFacts) -> [Finding] {
    Diagnosis.findings(in: PodContext(self, index: cluster, now: now, facts: facts))
  }
}
