//! Which fields of the graph a difference may reach.
//!
//! Read off the vendors' own words, which the vendors share: what a reply is about stands in the path (`data.vouchers[].code`) or in the
//! operation's name (`getSubCustomerVouchers`), and what a field fills in its name.

/// Words of paths and operations, and the type of the graph that they are about. The longer come first.
const TOPICS: &[(&str, &str)] = &[
    ("purchase_items", "PurchaseItem"),
    ("customer_source", "Origin"),
    ("recommendation", "Recommendation"),
    ("customer_propert", "PropertyDefinition"),
    ("segment_record", "SegmentMembership"),
    ("status_record", "StatusRecord"),
    ("purchase", "Purchase"),
    ("external_event", "TimelineEntry"),
    ("timeline", "TimelineEntry"),
    ("channel", "Channel"),
    ("consent", "Consent"),
    ("agreement", "Consent"),
    ("voucher", "Voucher"),
    ("reward", "Reward"),
    ("credit", "LedgerLot"),
    ("point", "LedgerLot"),
    ("card", "Card"),
    ("segment", "Segment"),
    ("status", "StatusTier"),
    ("interest", "Interest"),
    ("propert", "Property"),
    ("pipeline", "Pipeline"),
    ("note", "Note"),
    ("task", "Task"),
    ("event", "CalendarEvent"),
    ("record", "SurveyResponse"),
    ("store", "Lookup"),
    ("type", "Lookup"),
    ("customer", "Customer"),
];

/// Names of the vendors' fields, and the fields that they fill where a type has them.
const FIELDS: &[(&str, &[(&str, &str)])] = &[
    (
        "Customer",
        &[
            ("first_name", "firstName"),
            ("firstname", "firstName"),
            ("last_name", "lastName"),
            ("lastname", "lastName"),
            ("birthdate", "birthDate"),
            ("email", "email"),
            ("phone", "phone"),
            ("gender", "gender"),
            ("language_id", "language"),
            ("photo_url", "photoUrl"),
            ("address", "city"),
            ("customer_id", "sources"),
            ("external_primary_id", "sources"),
            ("id", "sources"),
            ("store_id", "sources"),
            ("brand_name", "sources"),
            ("state", "sources"),
        ],
    ),
    ("Channel", &[("address", "address"), ("channel_name", "kind"), ("channel_id", "kind"), ("id", "id")]),
    (
        "Consent",
        &[
            ("consent_id", "purpose"),
            ("agreement_id", "purpose"),
            ("consent_value", "decision"),
            ("agreement_value", "decision"),
            ("agreement_gtc", "decision"),
            ("agreement_profiling", "decision"),
            ("agreement_marketing_communication", "decision"),
            ("last_change", "changedAt"),
        ],
    ),
    (
        "Purchase",
        &[
            ("purchase_id", "vendorId"),
            ("external_purchase_id", "externalId"),
            ("payment_time", "paidAt"),
            ("store_id", "store"),
            ("type_id", "kind"),
            ("currency_id", "total"),
            ("cashdesk_number", "cashdeskNumber"),
            ("items_count", "itemsCount"),
            ("purchase_items", "items"),
        ],
    ),
    (
        "PurchaseItem",
        &[
            ("purchase_item_id", "vendorId"),
            ("product_id", "productId"),
            ("product_name", "productName"),
            ("product_group_id", "productGroupId"),
            ("product_group_name", "productGroupName"),
            ("product_brand_id", "productBrandId"),
            ("product_brand_name", "productBrandName"),
            ("external_id", "externalId"),
            ("purchase_item_type_id", "kind"),
            ("price", "price"),
            ("amount", "quantity"),
            ("vat_rate", "vatRate"),
            ("additional_properties", "properties"),
        ],
    ),
    (
        "LedgerLot",
        &[
            ("point_id", "vendorId"),
            ("credit_id", "vendorId"),
            ("assigned_points", "assigned"),
            ("assigned_credits", "assigned"),
            ("available_points", "available"),
            ("available_credits", "available"),
            ("point_type_id", "typeName"),
            ("credit_type_id", "typeName"),
            ("partner_id", "partnerName"),
            ("valid_to", "expiresAt"),
            ("currency_id", "currency"),
            ("created_at", "earnedAt"),
            ("note", "note"),
        ],
    ),
    (
        "Voucher",
        &[
            ("voucher_id", "vendorId"),
            ("code", "code"),
            ("value", "value"),
            ("applied_date", "appliedAt"),
            ("valid_from", "validFrom"),
            ("valid_to", "validTo"),
            ("reward_group", "rewardGroup"),
            ("store_id", "store"),
            ("note", "note"),
            ("reward", "reward"),
            ("state", "state"),
            ("last_change", "updatedAt"),
        ],
    ),
    (
        "Reward",
        &[
            ("reward_id", "vendorId"),
            ("code", "code"),
            ("name", "name"),
            ("note", "note"),
            ("subtitle", "subtitle"),
            ("points_cost", "pointsCost"),
            ("valid_from", "validFrom"),
            ("valid_to", "validTo"),
            ("valid_time_from", "dailyFrom"),
            ("valid_time_to", "dailyTo"),
            ("reward_group", "group"),
            ("reward_type_id", "kind"),
            ("store_list", "stores"),
            ("priority", "priority"),
            ("image_urls", "imageUrls"),
            ("reward_external_url", "externalUrl"),
            ("is_automated", "automated"),
            ("last_change", "updatedAt"),
            ("state", "state"),
        ],
    ),
    (
        "Card",
        &[
            ("card_id", "vendorId"),
            ("card_type_id", "kind"),
            ("card_number", "number"),
            ("secondary_card_number", "secondaryNumber"),
            ("valid_from", "validFrom"),
            ("valid_to", "validTo"),
            ("store_id", "store"),
            ("last_change", "updatedAt"),
            ("state", "state"),
        ],
    ),
    ("SegmentMembership", &[("segment_id", "segment"), ("segment", "segment"), ("last_change", "updatedAt")]),
    (
        "Segment",
        &[
            ("segment_id", "vendorId"),
            ("name", "name"),
            ("note", "note"),
            ("segment_group_id", "groupId"),
            ("segment_picture_url", "pictureUrl"),
            ("last_change", "updatedAt"),
        ],
    ),
    (
        "StatusRecord",
        &[
            ("status_record_id", "vendorId"),
            ("status_id", "tier"),
            ("valid_from", "validFrom"),
            ("valid_to", "validTo"),
            ("state", "state"),
            ("last_change", "updatedAt"),
        ],
    ),
    ("StatusTier", &[("status_id", "vendorId"), ("name", "name")]),
    (
        "Recommendation",
        &[("name", "name"), ("brief_description", "briefDescription"), ("detailed_description", "detailedDescription")],
    ),
    (
        "Property",
        &[
            ("property_id", "definition"),
            ("property_name", "definition"),
            ("property_value", "value"),
            ("last_change", "updatedAt"),
        ],
    ),
    (
        "PropertyDefinition",
        &[
            ("property_id", "vendorId"),
            ("name", "name"),
            ("description", "description"),
            ("data_type", "dataType"),
            ("items", "items"),
            ("is_required", "isRequired"),
            ("is_unique", "isUnique"),
            ("last_change", "updatedAt"),
            ("state", "state"),
        ],
    ),
    ("Interest", &[("interest_id", "definition"), ("last_change", "updatedAt")]),
    (
        "Origin",
        &[("customer_source_id", "customerSource"), ("external_id", "externalId"), ("last_change", "updatedAt")],
    ),
    (
        "TimelineEntry",
        &[
            ("id", "id"),
            ("ticket_id", "ticketId"),
            ("description", "title"),
            ("initiated_by", "actor"),
            ("created_at", "occurredAt"),
            ("type", "kind"),
            ("item_type", "kind"),
            ("source_url", "sourceUrl"),
        ],
    ),
    (
        "Lookup",
        &[
            ("name", "name"),
            ("text_id", "textId"),
            ("store_id", "vendorId"),
            ("store_code", "textId"),
            ("last_change", "updatedAt"),
            ("state", "state"),
        ],
    ),
];

/// What is said when nothing is known.
pub const UNKNOWN: &str = "unknown";

/// The fields of the graph, as `Type.field`, or the whole `Type`, that a difference at this place may reach; [`UNKNOWN`] alone otherwise.
pub fn affected(operation: &str, path: &str) -> Vec<String> {
    let parts: Vec<&str> = path.split('.').map(|part| part.trim_end_matches("[]")).collect();
    let leaf = parts.last().copied().unwrap_or_default();
    // The deepest part that names a topic; the leaf itself is a field of it, unless it is the list or object that is the topic.
    let above = parts.iter().rev().skip(1).find_map(|part| topic(part));
    let of = above.or_else(|| topic(&snake(operation)));
    match of {
        Some(of) => match field(of, leaf) {
            Some(field) => vec![format!("{of}.{field}")],
            None => vec![topic(leaf).filter(|_| path.ends_with("[]")).unwrap_or(of).to_owned()],
        },
        None => vec![topic(leaf).unwrap_or(UNKNOWN).to_owned()],
    }
}

/// Every field that can be named, for the test that the graph has them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    FIELDS.iter().flat_map(|(of, fields)| fields.iter().map(|(_, field)| (*of, *field)))
}

fn topic(word: &str) -> Option<&'static str> {
    TOPICS.iter().find(|(known, _)| word.contains(known)).map(|(_, of)| *of)
}

fn field(of: &str, name: &str) -> Option<&'static str> {
    let (_, fields) = FIELDS.iter().find(|(known, _)| *known == of)?;
    fields.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// `getSubCustomerVouchers` as `get_customer_vouchers`: what is asked below a customer is not about the customer.
fn snake(operation: &str) -> String {
    let operation = operation.replace("SubCustomer", "");
    let mut text = String::with_capacity(operation.len() + 8);
    for letter in operation.chars() {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_where_it_is_known_and_the_type_where_not() {
        for (operation, path, expected) in [
            ("getCustomers", "data.customers[].personal_information.email", "Customer.email"),
            ("getCustomer", "data.personal_information.first_name", "Customer.firstName"),
            ("getCustomerIndex", "items[].firstname", "Customer.firstName"),
            ("getCustomerIndex", "items[].channels[].address", "Channel.address"),
            ("getSubCustomerVouchers", "data.vouchers[].code", "Voucher.code"),
            ("getSubCustomerVouchers", "data.vouchers[].reward.code", "Reward.code"),
            ("getSubCustomerPoints", "data.points[].assigned_points", "LedgerLot.assigned"),
            ("getSubCustomerPoints", "data.points[].loyalty", "LedgerLot"),
            ("getSubCustomerPurchases", "data.purchases[].purchase_items[].price", "PurchaseItem.price"),
            ("timelineByCustomerExternalID", "[].initiated_by", "TimelineEntry.actor"),
            ("getStores", "data.stores[].store_code", "Lookup.textId"),
            ("postToken", "data.token_id", "unknown"),
            ("getSubCustomerVouchers", "", "Voucher"),
        ] {
            assert_eq!(affected(operation, path), [expected], "{operation} {path}");
        }
    }
}
