//! Surveys in the graph.

pub mod configurations;
pub mod responses;

pub use configurations::{
    ConfigurationMutation, ConfigurationQuery, ImportConfiguration, ImportConfigurationId, load as load_configuration,
};
pub use responses::{
    CustomerSurveys, SurveyMutation, SurveyQuery, SurveyResponse, SurveyResponseId, load as load_response,
};
