"""The only Streamlit: what people see and touch."""
