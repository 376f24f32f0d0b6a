//! How CareCloud says who a customer is, asked by Onefold itself.

use entity::{connection, source_record};
use serde_json::{Value, json};

use super::time;
use crate::domain::account::customers::hand_over::{Form, IssuedToken};
use crate::domain::account::customers::{LoginKind, Proof};
use crate::vendor::identity::{Identity, Question};

/// The declaration.
pub(super) static IDENTITY: Identity = Identity { question, token, issued };

/// The name of the customer's id in all replies.
const ID: &str = "customer_id";

fn question(proof: &Proof<'_>) -> Option<Question> {
    let (operation, request) = match proof {
        Proof::Password(login, password) => {
            let kind = match login.kind {
                LoginKind::Email => "email",
                LoginKind::Card => "card",
                // Its action knows these two alone.
                LoginKind::Phone => return None,
            };
            let request = json!({ "login_type": kind, "login_value": login.value, "password": password });
            ("postCustomerVerifyCredentials", request)
        }
        Proof::Social(login) => {
            let social = json!({ "social_network_id": login.network, "social_network_token": login.token });
            ("postCustomerVerifySocialNetworkCredentials", json!({ "social_network_credentials": social }))
        }
        Proof::Token(shown) => {
            let request = json!({
                "application_id": shown.application,
                "token": shown.token,
                "token_request_id": shown.request_id,
            });
            ("postCustomerVerifyAuthToken", request)
        }
    };
    Some(Question { operation, request, id: ID })
}

fn token(record: &source_record::Model, application: &str, form: Form) -> Question {
    let kind = match form {
        Form::Signed => None,
        Form::Letters => Some(1),
        Form::Digits => Some(2),
    };
    let request = json!({ ID: record.vendor_id, "external_application_id": application, "token_type": kind });
    Question { operation: "postCustomersAuthToken", request, id: ID }
}

fn issued(connection: &connection::Model, reply: &Value) -> Option<IssuedToken> {
    let text = |name: &str| reply.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    Some(IssuedToken {
        token: text("authentication_token")?,
        request_id: text("token_request_id")?,
        expires_at: time::read(&text("valid_to")?, time::zone(&connection.time_zone))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::customers::Login;

    #[test]
    fn a_telephone_number_is_no_login_there() {
        let login = |kind| Login { kind, value: "1".to_owned() };
        let asked = |kind| question(&Proof::Password(&login(kind), "x")).map(|question| question.request);
        assert_eq!(asked(LoginKind::Phone), None);
        let request = json!({ "login_type": "card", "login_value": "1", "password": "x" });
        assert_eq!(asked(LoginKind::Card), Some(request));
    }
}
