import Foundation
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// When scenarios happen.
let scenarioTime = "2026-11-20T09:00:00Z"

/// A Pod `web` in `shop` with one container, `app`; live unless `isLive` is false.
func pod(
  _ image: String = "r.example/app", secrets: [String] = [], items: String? = nil,
  account: String? = nil, isLive: Bool = true, annotation: String? = nil, owner: String? = nil,
  phase: String = "Pending", waiting: (reason: String, message: String)? = nil,
  policy: String? = nil
) -> String {
  var metadata = #""name":"web","namespace":"shop""#
  if isLive { metadata += #","uid":"uid-web","creationTimestamp":"2026-11-20T08:00:00Z""# }
  if let annotation { metadata += #","annotations":{"\#(annotation)":"file"}"# }
  if let owner {
    metadata +=
      #","ownerReferences":[{"kind":"ReplicaSet","name":"\#(owner)","controller":true}]"#
  }
  var status = #""phase":"\#(phase)""#
  if let waiting {
    status += """
      ,"containerStatuses":[{"name":"app","state":{"waiting":{"reason":"\(waiting.reason)",\
      "message":"\(waiting.message)"}}}]
      """
  }
  return """
    {"kind":"Pod","metadata":{\(metadata)},"spec":{\(spec(image, secrets, items, account, policy))}\
    \(isLive ? ",\"status\":{\(status)}" : "")}
    """
}

/// A Deployment `web` in `shop` whose template has one container, `app`.
func deployment(
  _ image: String = "r.example/app", secrets: [String] = [], items: String? = nil,
  account: String? = nil, misplaced: String = ""
) -> String {
  """
  {"kind":"Deployment","metadata":{"name":"web","namespace":"shop"},\
  "spec":{\(misplaced)"template":{"spec":{\(spec(image, secrets, items, account, nil))}}}}
  """
}

private func spec(
  _ image: String, _ secrets: [String], _ items: String?, _ account: String?, _ policy: String?
) -> String {
  let list = items ?? secrets.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
  var spec = #""imagePullSecrets":[\#(list)],"#
  if let account { spec += #""serviceAccountName":"\#(account)","# }
  let policy = policy.map { #","imagePullPolicy":"\#($0)""# } ?? ""
  return spec + #""containers":[{"name":"app","image":"\#(image)"\#(policy)}]"#
}

/// A Secret in `shop`, made at seven, with a login under each key.
func secret(
  _ name: String = "a", keys: [String] = ["r.example"], user: String = "u",
  password: String = "hunter2", made: String = "2026-11-20T07:00:00Z", owner: String? = nil
) -> String {
  let entries = keys.map { key in
    #"\#(json(key)):{"username":\#(json(user)),"password":\#(json(password))}"#
  }
  return secret(
    name, document: #"{"auths":{\#(entries.joined(separator: ","))}}"#, made: made, owner: owner)
}

/// A Secret in `namespace` with `document` under one key.
func secret(
  _ name: String = "a", namespace: String = "shop", document: String,
  key: String = ".dockerconfigjson", type: String = "kubernetes.io/dockerconfigjson",
  made: String = "2026-11-20T07:00:00Z", owner: String? = nil
) -> String {
  let owners =
    owner.map { #","ownerReferences":[{"kind":"\#($0)","name":"maker","controller":true}]"# } ?? ""
  return """
    {"data":{"\(key)":"\(Data(document.utf8).base64EncodedString())"},"kind":"Secret",\
    "metadata":{"name":"\(name)","namespace":"\(namespace)","creationTimestamp":"\(made)"\
    \(owners)},"type":"\(type)"}
    """
}

/// A ServiceAccount in `shop` that lists `secrets`.
func account(_ name: String, _ secrets: String..., annotation: String? = nil) -> String {
  let annotations = annotation.map { #""annotations":{"\#($0)":"true"},"# } ?? ""
  let list = secrets.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
  return """
    {"imagePullSecrets":[\(list)],"kind":"ServiceAccount",\
    "metadata":{\(annotations)"name":"\(name)","namespace":"shop"}}
    """
}

/// An ExternalSecret `maker` in `shop` that makes the Secret `target`.
func externalSecret(_ target: String, type: String? = nil, refresh: String = "1h") -> String {
  let template = type.map { #","template":{"type":"\#($0)"}"# } ?? ""
  return """
    {"kind":"ExternalSecret","metadata":{"name":"maker","namespace":"shop"},\
    "spec":{"refreshInterval":"\(refresh)","target":{"name":"\(target)"\(template)}}}
    """
}

/// An Event about the Pod of ``pod(_:secrets:items:account:isLive:annotation:owner:phase:waiting:policy:)``.
func event(
  _ reason: String, _ message: String, field: String? = nil, time: String? = nil
) -> String {
  let path = field.map { #","fieldPath":"\#($0)""# } ?? ""
  let last = time.map { #","lastTimestamp":"\#($0)""# } ?? ""
  return """
    {"kind":"Event","metadata":{"name":"e-\(reason)-\(time ?? "")","namespace":"shop"},"reason":"\(reason)",\
    "message":\(json(message))\(last),\
    "involvedObject":{"kind":"Pod","namespace":"shop","name":"web"\(path)}}
    """
}

/// `text` as a JSON string.
func json(_ text: String) -> String {
  var writer = JSONWriter()
  writer.string(text)
  return writer.text
}

/// The findings for the first Pod, or else the first workload, among `objects`.
func findings(_ objects: String...) throws -> [Finding] {
  let objects = try KubernetesObjects(json: objects.joined(separator: "\n"))
  let now = try #require(Timestamp(scenarioTime))
  if let pod = objects.pods.first {
    return objects.resolve(pod, merging: .admission).diagnose(at: now, in: Cluster(objects))
  }
  let workload = try #require(objects.workloads.first)
  return objects.resolve(workload, merging: .admission).diagnose(at: now, in: Cluster(objects))
}

/// Severity and code of each finding, in order.
func summary(_ findings: [Finding]) -> [String] { findings.map { "\($0.severity): \($0.code)" } }

/// Problem, advice and command of the first finding of `code`, a line each.
func text(_ code: Finding.Code, of findings: [Finding]) -> String? {
  findings.first { $0.code == code }.map { finding in
    ([finding.problem, finding.advice] + (finding.command.map { ["$ \($0)"] } ?? []))
      .joined(separator: "\n")
  }
}
