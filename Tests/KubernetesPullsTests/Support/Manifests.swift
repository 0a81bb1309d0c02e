import Foundation

@testable import ImagePullCredentials
@testable import KubernetesPulls

/// A Secret of type `kubernetes.io/dockerconfigjson` with one login, as `kubectl get -o json` sorts
/// it.
func secretJSON(
  _ name: String, namespace: String = "shop", registry: String = "r.example", user: String = "u"
) -> String {
  let config = #"{"auths":{"\#(registry)":{"username":"\#(user)","password":"hunter2"}}}"#
  return secretJSON(name, namespace: namespace, document: config)
}

/// A Secret with `document` under one key.
func secretJSON(
  _ name: String, namespace: String = "shop", document: String,
  key: String = ".dockerconfigjson", type: String = "kubernetes.io/dockerconfigjson"
) -> String {
  """
  {"apiVersion":"v1","data":{"\(key)":"\(Data(document.utf8).base64EncodedString())"},\
  "kind":"Secret","metadata":{"name":"\(name)","namespace":"\(namespace)","uid":"uid-\(name)"},\
  "type":"\(type)"}
  """
}

/// A ServiceAccount whose list is `imagePullSecrets`, JSON items.
func accountJSON(_ name: String, namespace: String = "shop", _ imagePullSecrets: String) -> String {
  """
  {"apiVersion":"v1","imagePullSecrets":[\(imagePullSecrets)],"kind":"ServiceAccount",\
  "metadata":{"name":"\(name)","namespace":"\(namespace)"}}
  """
}

/// A Pod in `shop` with `spec` beside one container, and `metadata` beside its name.
func podJSON(_ spec: String = "", metadata: String = "", status: String = "") -> String {
  """
  {"apiVersion":"v1","kind":"Pod","metadata":{\(metadata)"name":"web","namespace":"shop"},\
  "spec":{\(spec)"containers":[{"image":"r.example/app","name":"app"}]},"status":{\(status)}}
  """
}

/// A Deployment in `shop` whose template has `spec` beside one container.
func deploymentJSON(_ spec: String = "") -> String {
  """
  {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},\
  "spec":{"template":{"spec":{\(spec)"containers":[{"image":"r.example/app","name":"app"}]}}}}
  """
}

/// The only object of its kind in `text`.
func onlyPod(_ text: String) throws -> Pod? { try KubernetesObjects(json: text).pods.first }
func onlySecret(_ text: String) throws -> Secret? {
  try KubernetesObjects(json: text).secrets.first
}
func onlyWorkload(_ text: String) throws -> Workload? {
  try KubernetesObjects(json: text).workloads.first
}

/// Everything that Swift can print of `value`.
func renderings<Value>(_ value: Value) -> String {
  var dumped = ""
  dump(value, to: &dumped)
  return "\(value)" + String(reflecting: value) + dumped
    + "\(Mirror(reflecting: value).children.map(\.value))"
}
