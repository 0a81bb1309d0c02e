import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Items of `imagePullSecrets` that name nothing, and lists that stand where nobody looks.
  static let malformedReference = Rule.pod([
    .malformedReference:
      "An item of `imagePullSecrets` names no Secret, or the list stands outside the pod spec."
  ]) { pod in
    let items = pod.references.lazy.compactMap { reference in Claim(malformed: reference, pod) }
    let places = pod.resolution.subject.podSpec.misplacedPullSecrets
    return (places.isEmpty ? [] : [.misplaced(places, pod)]) + items.first(Diagnosis.claimLimit)
  }

  /// Static Pods, which a kubelet reads from files of its node, are given no pull secrets.
  ///
  /// Their mirrors at the API server may name neither Secrets nor a ServiceAccount. Source:
  /// `Validate`, plugin/pkg/admission/serviceaccount/admission.go.
  static let staticPod = Rule.pod([
    .staticPod:
      """
    A static Pod, which a kubelet reads from a file, names a Secret or a ServiceAccount, \
    and can use neither.
    """
  ]) { pod in
    guard case .pod(let subject) = pod.resolution.subject, subject.isStatic else { return [] }
    let names = subject.spec.imagePullSecrets.compactMap(\.name)
    let named: SafeText
    if !names.isEmpty {
      named = "names the Secret\(names.count > 1 ? "s" : "") \(listed(names.map { "\(word: $0)" }))"
    } else if let account = subject.spec.serviceAccountName {
      named = "names the ServiceAccount \(word: account)"
    } else {
      return []
    }
    return [
      Claim(
        .staticPod, .suspicion, about: .lists,
        problem: "\(pod.subject) is a static Pod and \(named), which static Pods cannot use.",
        advice: """
          Take the name out, and give the node the credentials: in its config.json, or by a \
          credential provider.
          """)
    ]
  }
}

extension Claim {
  fileprivate init?(malformed reference: PullResolution.Reference, _ pod: PodContext) {
    let flaw: SafeText
    let weight: Weight
    var name = "NAME"
    switch reference.item {
    case .named: return nil
    case .unnamed: (flaw, weight) = ("has no name, so the kubelet passes over it", .absence)
    case .bareString(let text):
      flaw = "is the plain text \(quoted: text), which the API server refuses"
      weight = .exactly(.willFail)
      name = text
    case .notAList(let text):
      flaw = "stands where a list belongs, which the API server refuses"
      weight = .exactly(.willFail)
      name = text ?? name
    case .malformed:
      flaw = "is no object with a name, which the API server refuses"
      weight = .exactly(.willFail)
    }
    let objects: [Finding.Object] =
      if case .serviceAccount(let account) = reference.listing.owner {
        [.serviceAccount(pod.namespace, account)]
      } else { [] }
    self.init(
      .malformedReference, weight, about: .item(reference.listing), objects,
      problem: "Item \(reference.listing.index + 1) of \(pod.list(of: reference)) \(flaw).",
      advice: "Write it as \"- name: \(word: name)\".")
    let list = objects.isEmpty ? pod.target.path("imagePullSecrets") : "imagePullSecrets"
    field = "\(list)[\(reference.listing.index)]"
  }

  fileprivate static func misplaced(_ places: [String], _ pod: PodContext) -> Claim {
    var claim = Claim(
      .malformedReference, .absence, about: nil,
      problem:
        "\(pod.subject) has \(listed(places.map { "\(word: $0)" })), where the API server drops it.",
      advice: "Move it to \(pod.target.path("imagePullSecrets")).")
    claim.field = places.first
    return claim
  }
}
