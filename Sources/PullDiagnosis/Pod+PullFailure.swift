package import ImagePullCredentials
package import KubernetesPulls

extension Pod {
  /// Whether a container waits because its image cannot be pulled.
  ///
  /// Source: the errors of pkg/kubelet/images/types.go, which are reasons of waiting containers.
  package var failsToPull: Bool {
    status.waiting.contains { Self.pullFailures.contains($0.reason) }
  }

  private static let pullFailures: Set<String> = [
    "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "ErrImageNeverPull",
    "InvalidImageName", "RegistryUnavailable", "SignatureValidationFailed",
  ]
}
