/// A version of the protocol between kubelet and credential provider.
///
/// The three differ in their names, and in that only `v1` can carry a ServiceAccount's token.
/// (Kubernetes: staging/src/k8s.io/kubelet/pkg/apis/credentialprovider.)
public enum APIVersion: String, Sendable, Hashable, CaseIterable {
  /// The version that plugins should use.
  case v1 = "credentialprovider.kubelet.k8s.io/v1"
  /// Of Kubernetes 1.24.
  case v1beta1 = "credentialprovider.kubelet.k8s.io/v1beta1"
  /// Of Kubernetes 1.20.
  case v1alpha1 = "credentialprovider.kubelet.k8s.io/v1alpha1"
}
