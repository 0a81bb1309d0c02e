import Foundation
import KubernetesPulls
import WebhookPolicy

// An admission webhook: reads AdmissionReviews, a line each, and writes the responses. The server around it is up to
// you; the cluster is what a watch keeps current.
var cluster = KubernetesObjects()
if let path = CommandLine.arguments.dropFirst().first {
  cluster = try KubernetesObjects(json: Array(try Data(contentsOf: URL(filePath: path))))
}
while let line = readLine() {
  let review = try AdmissionReview(json: line)
  let (allowed, gaps) = answer(to: review, in: cluster)
  let response = review.response(
    allowed: allowed, message: allowed ? nil : "no kubelet would pull this",
    warnings: gaps.map { "\($0.code): \($0)" })
  print(String(decoding: response, as: UTF8.self))
}
