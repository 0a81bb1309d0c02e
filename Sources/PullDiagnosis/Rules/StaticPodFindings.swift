import ImagePullCredentials

/// Static Pods, which a kubelet reads from files of its node, are given no pull secrets.
///
/// Their mirrors at the API server may name neither Secrets nor a ServiceAccount. Source: `Validate`,
/// plugin/pkg/admission/serviceaccount/admission.go.
enum StaticPodFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard case .pod(let pod) = context.resolution.subject, pod.isStatic else { return [] }
    let names = pod.spec.imagePullSecrets.compactMap(\.name)
    let named: String
    if !names.isEmpty {
      named = "names the Secret\(names.count > 1 ? "s" : "") \(listed(names.map(printable)))"
    } else if let account = pod.spec.serviceAccountName {
      named = "names the ServiceAccount \(printable(account))"
    } else {
      return []
    }
    return [
      context.finding(
        .staticPod, context.hasReport(.refused) ? .willFail : .mayFail,
        problem: "\(context.subject) is a static Pod and \(named), which static Pods cannot use.",
        advice: "Take the name out, and give the node the credentials: in its config.json, or by a "
          + "credential provider.")
    ]
  }
}
